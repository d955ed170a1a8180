"""``throughcare inbox``: what couldn't be brought to its case; looked at, corrected, tried again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from pydantic_core import to_json
from rich.console import Console

from domain.dead_letters import WHY
from domain.events import PREFIX, SUFFIX
from workers import inbox_story
from workers.asking import Data, Ref, in_utf8, reference, written
from workers.asking_store import ask_store

if TYPE_CHECKING:
    from activities.postgres.pool import Pool

app = typer.Typer(
    help="""What couldn't be brought to its case, or is still to be.

    These commands read the database itself: whoever may run them is the
    deployment's own operator, bound to no jurisdiction. Only show tells what
    was said of a person.""",
    no_args_is_help=True,
)


def _reason(reason: str | None) -> str | None:
    if reason is not None and reason not in WHY:
        raise typer.BadParameter(f"{reason!r} is none of {', '.join(WHY)}")
    return reason


def _type(name: str | None) -> str | None:
    name = in_utf8(name)
    return name if name is None or name.startswith(PREFIX) else f"{PREFIX}{name}{SUFFIX}"


Case = Annotated[str | None, typer.Option(help="Only of this case.", metavar="REF", callback=reference)]
Source = Annotated[str | None, typer.Option(help="Only of this CloudEvents source.", callback=in_utf8)]
Reason = Annotated[str | None, typer.Option(help=f"Only those: {', '.join(WHY)}.", callback=_reason)]
By = Annotated[str, typer.Option(help="Who does it; kept with it.", callback=written)]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]
MOST_NUMBERS = 2**31 - 1
"""As many as PostgreSQL can count here."""
IN_THE_INBOX = typer.Argument(
    help="Its number in the inbox of the case, as list shows it.", metavar="NUMBER", min=1, max=MOST_NUMBERS
)
Number = Annotated[int, IN_THE_INBOX]


@app.command("list")
def list_facts(
    case: Case = None,
    type_: Annotated[str | None, typer.Option("--type", help="Only this type.", callback=_type)] = None,
    source: Source = None,
    reason: Reason = None,
    waiting: Annotated[bool, typer.Option(help="What is still to be delivered instead.")] = False,
    unknown: Annotated[
        bool, typer.Option(help="What is kept for cases that the register doesn't know instead.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Those too that somebody has settled or set aside.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """The facts that couldn't be delivered and wait for somebody, the newest first, each with the reason.

    References only, and nothing of what was said.
    """
    from activities.postgres.inbox_desk import Listed, Which, undelivered

    if waiting + unknown + everything > 1:
        raise typer.BadParameter("--waiting, --unknown or --all, not two of them")
    listed: Listed = "waiting" if waiting else "unknown" if unknown else "all" if everything else "dead"
    which = Which(case, type_, source, reason)
    found = ask_store(data, lambda pool: undelivered(pool, which, listed))
    if as_json:
        typer.echo(to_json([each._asdict() for each in found], indent=1).decode())
    else:
        Console().print(inbox_story.table(found, listed))


@app.command()
def show(
    ref: Annotated[
        str | None, typer.Argument(help="The case reference.", metavar="REF", callback=reference)
    ] = None,
    number: Annotated[int | None, IN_THE_INBOX] = None,
    source: Annotated[
        str | None, typer.Option(help="Instead, with --id: the event as it was sent.", callback=in_utf8)
    ] = None,
    event_id: Annotated[str | None, typer.Option("--id", help="The event's id.", callback=in_utf8)] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """One fact with all that is known of it, and what it says: content about a person, for whoever has to mend it.

    By case and number, or by --source and --id: an event about a person is in
    the inbox of each of that person's cases.
    """
    from activities.postgres.inbox_desk import kept

    event = (source, event_id) if source is not None and event_id is not None else None
    if (ref is None or number is None) == (event is None):
        raise typer.BadParameter("name REF and NUMBER, or --source and --id")
    found = ask_store(data, lambda pool: kept(pool, ref, number, event))
    if not found:
        _fail("there is no such fact")
    if as_json:
        typer.echo(to_json([each._asdict() for each in found], indent=1).decode())
    else:
        for each in found:
            Console().print(inbox_story.of_fact(each))


@app.command()
def correct(
    ref: Ref,
    number: Number,
    file: Annotated[
        Path, typer.Argument(help="One CloudEvent, as JSON; - is standard input.", metavar="FILE")
    ],
    by: By,
    why: Annotated[str, typer.Option(help="Kept with it.", callback=written)],
    data: Data = None,
) -> None:
    """Puts another event in the place of a fact that couldn't be delivered.

    The event is judged as the gateway judges it, and is a new one: with an id of
    its own, and a number of its own in the inbox of the case that it names. The
    old one stays on record as corrected.
    """
    from activities.postgres.correcting import correct
    from activities.postgres.exercise import read_clock
    from activities.postgres.inbox import PostgresInbox
    from workers.event_files import NotEvents
    from workers.one_fact import read_fact
    from workers.wiring import Store, policy_of

    try:
        correction = read_fact(file)
    except NotEvents as exc:
        _fail(str(exc))

    async def settle(pool: "Pool") -> None:
        now = Store(pool, await read_clock(pool)).now()
        await correct(PostgresInbox(pool, policy_of), (ref, number), correction, now, by, why)

    ask_store(data, settle)
    typer.echo(f"corrected by {correction.source}#{correction.id}")


@app.command()
def set_aside(
    ref: Ref,
    number: Number,
    by: By,
    why: Annotated[
        str, typer.Option("--reason", help="Why; nothing of the person.", callback=written, metavar="TEXT")
    ],
    data: Data = None,
) -> None:
    """Leaves a fact that couldn't be delivered as it is: nobody has to do anything about it.

    Its case goes on without it, as before, and hears nothing of this. It isn't
    listed any more but with --all, with who and when; show tells why. correct
    takes it up again, and so does retry where --case and --number name it.

    \b
    throughcare inbox set-aside C-104 7 --by desk-4 --reason "Sent again by the prison as a-17"
    """
    from activities.postgres.letters import set_aside

    ask_store(data, lambda pool: set_aside(pool, ref, number, by, why))
    typer.echo(f"set aside: fact {number} of case {ref}")


@app.command()
def retry(
    by: By,
    case: Case = None,
    number: Annotated[
        int | None, typer.Option(help="With --case: only this one.", min=1, max=MOST_NUMBERS)
    ] = None,
    type_: Annotated[str | None, typer.Option("--type", help="Only this type.", callback=_type)] = None,
    source: Source = None,
    reason: Reason = None,
    everything: Annotated[bool, typer.Option("--all", help="Whatever couldn't be delivered.")] = False,
    why: Annotated[str | None, typer.Option(help="Kept with it.", callback=written)] = None,
    data: Data = None,
) -> None:
    """Has facts that couldn't be delivered tried again as they are, where the cause is gone.

    Each gets a new number, behind what its case has received meanwhile. What is
    left out is counted, with the reason: what still can't be sent; what is
    kept for an unknown case, for it goes out by itself as soon as the register
    knows the case; what was set aside, unless --case and --number name it.
    """
    from activities.postgres.inbox_desk import Which
    from activities.postgres.retrying import retry
    from workers.wiring import policy_of

    which = Which(case, type_, source, reason, number)
    if which == Which() and not everything:
        raise typer.BadParameter("name --case, --type, --source or --reason; or --all")
    if number is not None and case is None:
        raise typer.BadParameter("--number needs --case")
    done = ask_store(data, lambda pool: retry(pool, which, policy_of, by, why))
    typer.echo("\n".join(inbox_story.of_retry(done)))


def _fail(sentence: str) -> NoReturn:
    typer.echo(f"error: {sentence}", err=True)
    raise typer.Exit(1)
