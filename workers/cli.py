"""The `throughcare` command."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from workers import (
    agencies_cli,
    case_cli,
    inbox_cli,
    lessons_cli,
    logs,
    notices_cli,
    policy_cli,
    reconcile_cli,
    register_cli,
    subscriptions_cli,
    token_cli,
    verify_cli,
)

# Each command imports what it runs: `--help` then answers at once, and a worker never loads a web server.

app = typer.Typer(
    help="Runs each person's transition from prison into the community as a durable case.",
    epilog="Start with `throughcare dev`; then, in the same folder, `throughcare emit`.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # locals of a failing command may hold passwords and personal data
)
app.add_typer(case_cli.app, name="case")
app.add_typer(agencies_cli.app, name="agencies")
app.add_typer(register_cli.app, name="register")
app.add_typer(policy_cli.app, name="policy")
app.add_typer(lessons_cli.app, name="lessons")
app.add_typer(token_cli.app, name="token")
app.add_typer(notices_cli.app, name="notices")
app.add_typer(inbox_cli.app, name="inbox")
app.add_typer(reconcile_cli.app, name="reconcile")
app.add_typer(subscriptions_cli.app, name="subscriptions")
S = TypeVar("S", bound=BaseSettings)


@app.callback()
def _prepare() -> None:
    logs.configure()


@app.command()
def dev(
    data: Annotated[
        Path, typer.Option(help="The folder that keeps everything; picked up again at the next start.")
    ] = Path(".throughcare/dev"),
    days_per_second: Annotated[
        float | None,
        typer.Option(min=0.001, help="Exercise: case days per second, fixed at the folder's first start."),
    ] = None,
    port: Annotated[
        int,
        typer.Option(
            min=0, max=65532, help="Of the gateway; the next three are the others'. 0: any free ones."
        ),
    ] = 8700,
) -> None:
    """PostgreSQL, Temporal, worker, relay and gateway in the foreground, until interrupted."""
    from activities.postgres.exercise import ClockMismatch
    from workers.dev import foreground
    from workers.dev.endpoints import Endpoints
    from workers.dev.errors import StackError
    from workers.dev.stack import DevStack

    def announce(at: Endpoints) -> None:
        typer.echo(f"ready: gateway {at.gateway}, Temporal Web UI {at.ui}; stop with Ctrl-C")

    with _plainly_told(StackError, ClockMismatch):
        asyncio.run(foreground.run(DevStack(data, port=port, days_per_second=days_per_second), announce))


@app.command()
def demo(
    data: Annotated[Path, typer.Option(help="The folder for stack and pictures; emptied first.")] = Path(
        ".throughcare/demo"
    ),
) -> None:
    """A small caseload from beginning to end, in exercise mode; fails where a story ends other than told."""
    from workers.calling import GatewayRefused
    from workers.demo import run
    from workers.dev.errors import StackError

    try:
        with _plainly_told(StackError, GatewayRefused):
            as_told = run.at_terminal(data)
    except (KeyboardInterrupt, asyncio.CancelledError):
        typer.echo("interrupted: the stack is stopped", err=True)
        raise typer.Exit(130) from None
    raise typer.Exit(0 if as_told else 1)


@app.command()
def worker() -> None:
    """Runs the cases: workflows and activities; sends what members and other systems are told."""
    from workers import case_worker
    from workers.event_settings import EventSettings
    from workers.mail_settings import MailSettings
    from workers.reconciling import ReconciliationSettings
    from workers.settings import Settings

    settings = (
        _settings(Settings),
        _settings(MailSettings),
        _settings(EventSettings),
        _settings(ReconciliationSettings),
    )
    asyncio.run(case_worker.run(*settings))


@app.command()
def gateway() -> None:
    """Takes in events and answers questions about cases, over HTTP."""
    import uvloop

    from workers.gateway import serve
    from workers.gateway.callers.keys import NotAKeySet
    from workers.settings import GatewaySettings

    with _plainly_told(NotAKeySet):
        uvloop.run(serve.run(_settings(GatewaySettings)))


@app.command()
def relay() -> None:
    """Delivers events from the inbox to their cases, in order."""
    from workers import relay as process
    from workers.settings import Settings

    asyncio.run(process.run(_settings(Settings)))


@app.command()
def migrate() -> None:
    """Brings the database to this version's schema, as its owner; settles the clock at the first time.

    When cases are to be open is reckoned anew, by the policy packs of this
    version.
    """
    from datetime import UTC, datetime

    from activities.postgres import migrate as schema
    from activities.postgres.exercise import ClockMismatch, settle_clock
    from activities.postgres.openings import reckon_openings
    from workers.settings import OwnerSettings
    from workers.wiring import policy_of

    settings = _settings(OwnerSettings)

    async def run() -> None:
        await schema.migrate(settings.database_owner)
        await reckon_openings(settings.database_owner, policy_of)
        await settle_clock(settings.database_owner, settings.days_per_second, datetime.now(UTC))

    with _plainly_told(ClockMismatch):
        asyncio.run(run())


@app.command()
def emit(
    files: Annotated[
        list[Path],
        typer.Argument(help="CloudEvents as JSON or JSON lines; - is standard input.", metavar="FILE…"),
    ],
    data: Annotated[Path | None, typer.Option(help="The folder of the running stack to send to.")] = None,
) -> None:
    """Sends CloudEvents to the gateway."""
    from workers import calling
    from workers import emit as sender
    from workers.settings import CallerSettings, settings_of

    async def run() -> int:
        return await sender.emit(files, settings_of(CallerSettings, data))

    raise typer.Exit(calling.ask(run()))


app.command()(verify_cli.verify)


def _settings(kind: type[S]) -> S:
    try:
        return kind()
    except ValidationError as exc:
        for error in exc.errors():
            field = error["loc"][0] if error["loc"] else error["ctx"]["field"]
            name = "THROUGHCARE_" + str(field).upper()
            typer.echo(f"{name}: {error['msg']}", err=True)
        raise typer.Exit(2) from None


@contextmanager
def _plainly_told(*expected: type[Exception]) -> Iterator[None]:
    """What a person at the terminal can mend is told as a sentence; everything else keeps its trace."""
    try:
        yield
    except expected as exc:
        typer.echo(f"error: {exc}", err=True)
        raise typer.Exit(1) from exc


def main() -> None:
    app()


if __name__ == "__main__":
    main()
