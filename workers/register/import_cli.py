"""``throughcare register import`` at the terminal."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError

from domain.fields import EventName, Moment
from workers.asking import Data
from workers.calling import GatewayRefused
from workers.register.terminal import INTERRUPTED, File, fail, interruptible, progress
from workers.settings import CallerSettings, LedgerSettings, NobodyToAsk, settings_of

if TYPE_CHECKING:
    from workers.register.importing import Tally
    from workers.register.rows import Sender
    from workers.register.staged import Staged

NOT_ALL = 1
"""Exit status: something in the file is wrong, was refused, or couldn't be sent."""
NOBODY = 2
"""Exit status: there is nobody to ask."""


def _source(given: str) -> str:
    return _judged(TypeAdapter(EventName), given)


def _moment(given: str | None) -> str | None:
    return given if given is None else _judged(TypeAdapter(Moment), given)


def _judged(kind: TypeAdapter[Any], given: str) -> str:
    try:
        kind.validate_python(given)
    except ValidationError as exc:
        raise typer.BadParameter(f"{given!a}: {exc.errors()[0]['msg']}") from exc
    return given


def import_(
    file: File,
    source: Annotated[
        str, typer.Option(help="In whose name the rows are told: the source of the events.", callback=_source)
    ] = "release-register",
    at: Annotated[
        str | None,
        typer.Option(
            help="When the register stood as the file has it: 2027-01-04T06:00:00Z. Without it, now.",
            callback=_moment,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines: one object at the end.")] = False,
    data: Data = None,
) -> None:
    """Tells the cases what the register says: each row that says something new becomes a fact.

    A row is one custody or order: the fields of the event
    throughcare.custody.release-date.v1, and its case. A table has a heading:

    \b
    case,person,jurisdiction,entry,kind,release_date,supervision_end
    C-104,P-77,eu,sentence,confirmed,2027-03-01,2030-03-01
    C-105,P-78,eu,sentence,unknown,,2031-01-31

    These columns are needed; an empty cell says that there is no such date.
    Further columns: supervision_start (of a community sentence), office,
    establishment, birth_year, gender, reported_level, policy, at, by; they
    may be left empty. The same as JSON lines, each row in one line:

    \b
    {"case": "C-105", "person": "P-78", "jurisdiction": "eu",
     "entry": "sentence", "kind": "unknown", "release_date": null}

    The whole file is judged first: where anything in it is wrong, each
    mistake is told with its line, and nothing is sent. What a row says and we
    hold already isn't sent. So the same file again changes nothing, and an
    import that was interrupted is made again with the same command.

    A file that was written before what other systems have told since needs
    --at, or a column at: an older row doesn't count over newer facts.

    What is held is read from the database, what is new goes to the gateway:
    those of --data, else of THROUGHCARE_DATABASE, THROUGHCARE_GATEWAY and
    THROUGHCARE_TOKEN, else of the stack that runs in this folder.

    Exits 0 when all is stored, 1 when something is wrong or refused, 2 when
    there is nobody to ask.
    """
    from workers.register.importing import Tally
    from workers.register.reading import stage
    from workers.register.rows import Sender
    from workers.register.staged import Staged
    from workers.row_files import NotRows

    sender = Sender(source, at)
    with interruptible(), Staged.opened() as staged:
        try:
            with progress() as shown:
                wrong = stage(file, sender, staged, shown)
        except NotRows as exc:
            fail(NOT_ALL, str(exc))
        if wrong.count:
            fail(NOT_ALL, *wrong.told, f"nothing was sent: {wrong.summary}")
        tally = Tally(rows=staged.count)
        status = _bring_in(staged, sender, file, data, tally)
    _tell(tally, as_json)
    raise typer.Exit(status)


def _bring_in(staged: "Staged", sender: "Sender", file: Path, data: Path | None, tally: "Tally") -> int:
    """The exit status; ``tally`` says how far it came, also where it ends in the midst."""
    from activities.errors import ActivityError
    from workers.register.importing import importer
    from workers.row_files import name_of

    async def run(ledger: LedgerSettings, caller: CallerSettings) -> None:
        with progress() as shown:
            async with importer(ledger, caller, sender.source, name_of(file)) as importing:
                await importing.bring_in(staged, tally, shown)

    try:
        asyncio.run(run(settings_of(LedgerSettings, data), settings_of(CallerSettings, data)))
    except NobodyToAsk as exc:
        fail(NOBODY, str(exc))
    except (ActivityError, GatewayRefused) as exc:
        tally.why.append(str(exc))
    except KeyboardInterrupt:
        tally.why.append("interrupted")
        return INTERRUPTED
    return NOT_ALL if tally.why else 0


def _tell(tally: "Tally", as_json: bool) -> None:
    for sentence in tally.why:
        typer.echo(f"error: {sentence}", err=True)
    if tally.left:
        typer.echo("the same import again goes on from here", err=True)
    counts = tally.counts()
    told = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    typer.echo(json.dumps(counts) if as_json else told)
