"""``throughcare subscriptions``: which other systems are told of which events, and whether they take them."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer
from pydantic import SecretStr, ValidationError
from pydantic_core import to_json
from rich.console import Console

from workers import subscriptions_shown as shown
from workers.asking import Data, reference
from workers.asking_store import ask_store
from workers.settings import NobodyToAsk, SubscriptionSettings, settings_of
from workers.spans import span

if TYPE_CHECKING:
    from activities.postgres.pool import Pool
    from activities.sealing import Sealing
    from domain.subscriptions.subscription import Subscription

app = typer.Typer(help="Other systems that are told of events.", no_args_is_help=True)
T = TypeVar("T")

Name = Annotated[str, typer.Argument(help="Its name.", metavar="NAME", callback=reference)]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]
MOST_SHOWN = 100
BYTES_OF_A_SECRET = 32


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="How it is called from now on: housing-eu.", metavar="NAME")],
    url: Annotated[str, typer.Option(help="Where its events are posted to: https://…")],
    owner: Annotated[
        str, typer.Option(help="Whom to speak to about it: a desk, never a person's own address.")
    ],
    events: Annotated[
        list[str], typer.Option(help="What it hears of: case.closed, 'case.*' or '*'. Again for each.")
    ],
    jurisdictions: Annotated[list[str], typer.Option(help="Of whose cases; '*' for all. Again for each.")],
    in_the_clear: Annotated[
        bool, typer.Option("--in-the-clear", help="By http too, within a house of one's own.")
    ] = False,
    training: Annotated[
        bool, typer.Option("--training", help="It is there for training: an exercise may write to it.")
    ] = False,
    not_yet_known: Annotated[
        bool,
        typer.Option("--not-yet-known", help="Of jurisdictions that no case, agency or pack here is of yet."),
    ] = False,
    data: Data = None,
) -> None:
    """Has a system told of what is recorded from now on, and prints the secret by which it knows us.

    \b
    throughcare subscriptions add housing-eu --url https://housing.example/events \\
        --owner "Housing desk" --events 'case.*' --events obligation.raised --jurisdictions eu

    The secret is shown this once: its owner verifies each event by it, as Standard
    Webhooks says. What systems can hear of is in docs/asyncapi.json.

    Whoever makes a subscription answers for it that this system may know so much.
    """
    from activities.postgres import subscriptions

    try:
        new = _subscription(
            name=name,
            url=url,
            owner=owner,
            events=tuple(events),
            jurisdictions=None if "*" in jurisdictions else tuple(jurisdictions),
            in_the_clear=in_the_clear,
            training=training,
        )
    except ValidationError as exc:
        _fail_of(exc)
    secret, sealing = drawn_secret(), _sealing(data)

    async def make(pool: "Pool") -> None:
        from activities.policies import shipped_packs
        from activities.postgres.exercise import read_clock

        packs = (each.policy.jurisdictions for each in shipped_packs())
        known = (await subscriptions.jurisdictions(pool)).union(*packs)
        unknown = [each for each in new.jurisdictions or () if each not in known]
        if unknown and not not_yet_known:
            _fail(
                f"jurisdictions {', '.join(unknown)}: no case, agency or policy pack here is of it; known are "
                f"{', '.join(sorted(known))}; before its first case: --not-yet-known"
            )

        if not new.may_be_told(exercise=(await read_clock(pool)).is_exercise):
            _fail("an exercise tells no system that isn't there for training: --training")
        await subscriptions.add(pool, new, sealing.sealed(SecretStr(secret)))

    _change(data, make)
    typer.echo(secret)


@app.command("list")
def list_subscriptions(as_json: AsJson = False, data: Data = None) -> None:
    """All that there are: whether they take their events, since when and why not, and how many wait."""
    from activities.postgres.subscriptions import subscriptions

    found = ask_store(data, subscriptions)
    if as_json:
        typer.echo(to_json([each._asdict() for each in found], indent=1).decode())
    else:
        Console().print(shown.table(found))


@app.command()
def show(name: Name, as_json: AsJson = False, data: Data = None) -> None:
    """One of them, with the events that its endpoint has refused."""
    from activities.postgres import subscriptions

    async def ask(pool: "Pool") -> tuple[list[subscriptions.Listed], list[subscriptions.NotTaken]]:
        found = await subscriptions.subscriptions(pool, name)
        return [*found], [*await subscriptions.not_taken(pool, name, MOST_SHOWN)]

    found, refused = ask_store(data, ask)
    if not found:
        _fail(f"{name}: there is no such subscription")
    if as_json:
        whole = {**found[0]._asdict(), "refused": [each._asdict() for each in refused]}
        typer.echo(to_json(whole, indent=1).decode())
    else:
        Console().print(shown.details(found[0], refused))


@app.command()
def rotate(
    name: Name,
    keep: Annotated[
        str, typer.Option(help="How long events are signed by the former secret too; 0m if it got out.")
    ] = "7d",
    again: Annotated[
        bool, typer.Option("--again", help="Even while a former secret is kept: that one counts no more.")
    ] = False,
    data: Data = None,
) -> None:
    """Draws a new secret and prints it, this once. Meanwhile events are signed by both."""
    from activities.postgres.subscriptions import rotate

    secret, kept, sealing = drawn_secret(), span(keep), _sealing(data)

    async def change(pool: "Pool") -> None:
        await rotate(pool, name, sealing.sealed(SecretStr(secret)), kept, again=again)

    _change(data, change)
    typer.echo(secret)


@app.command()
def key() -> None:
    """Draws a key, by which secrets are sealed in the database: for THROUGHCARE_SUBSCRIPTION_KEYS.

    The first of the keys there, separated by commas, seals; each opens. To replace one,
    put the new one behind it for all workers, then in front of it; a worker that starts
    seals all secrets anew. Then the old one may go.
    """
    from activities.sealing import drawn_key

    typer.echo(drawn_key())


@app.command()
def pause(name: Name, data: Data = None) -> None:
    """Sends nothing for the time being. What is recorded meanwhile waits, for ninety days."""
    from activities.postgres.subscriptions import pause

    _change(data, lambda pool: pause(pool, name))


@app.command()
def resume(name: Name, data: Data = None) -> None:
    """Sends what waits, in order; tries again what was refused."""
    from activities.postgres.subscriptions import resume

    _change(data, lambda pool: resume(pool, name))


@app.command()
def remove(name: Name, data: Data = None) -> None:
    """Ends it for good. What it was told stays on record; its secret doesn't, and its name isn't given again."""
    from activities.postgres.subscriptions import remove

    _change(data, lambda pool: remove(pool, name))


def _subscription(**given: object) -> "Subscription":
    from domain.subscriptions.subscription import Subscription

    return Subscription.model_validate(given)


def _sealing(data: Path | None) -> "Sealing":
    from activities.sealing import SETTING, Sealing

    try:
        return Sealing.by(settings_of(SubscriptionSettings, data).subscription_keys)
    except NobodyToAsk as exc:
        _fail(str(exc), 2)
    except ValueError as exc:
        _fail(f"{SETTING}: {exc}")


def _change(data: Path | None, change: "Callable[[Pool], Awaitable[None]]") -> None:
    from activities.postgres.subscriptions import NameTaken, StillReplacing, UnknownSubscription
    from activities.sealing import NoKey

    try:
        ask_store(data, change)
    except (NameTaken, NoKey, StillReplacing, UnknownSubscription) as exc:
        _fail(str(exc))


def drawn_secret() -> str:
    """As Standard Webhooks writes a secret."""
    return f"whsec_{b64encode(token_bytes(BYTES_OF_A_SECRET)).decode()}"


def _fail_of(wrong: ValidationError) -> NoReturn:
    from workers.gateway.faults import faults

    # An address may hold a password: it isn't repeated.
    found = (
        fault.model_copy(update={"value": None}) if fault.field == "url" else fault
        for fault in faults(wrong.errors())
    )
    _fail("; ".join(fault.sentence for fault in found))


def _fail(sentence: str, status: int = 1) -> NoReturn:
    typer.echo(f"error: {sentence}", err=True)
    raise typer.Exit(status)
