"""``throughcare reconcile``: the stores of all cases compared at once, and what is left for a person to settle."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from pydantic_core import to_json
from rich import box
from rich.console import Console
from rich.table import Table

from domain.reconciliation.differences import RULES
from workers.asking import Data, reference, written
from workers.asking_store import ask_store
from workers.reconcile_run_cli import NOT_LOOKED, run
from workers.wording import minute, text

if TYPE_CHECKING:
    from activities.postgres.entries import Entry, PostgresEntries

app = typer.Typer(
    help="Register, inbox, ledger, views and workflows compared, and what only a person can settle.",
    epilog="Start with `throughcare reconcile run`, then `reconcile list`.",
    no_args_is_help=True,
)
app.command()(run)
NO_SUCH_ENTRY = 1
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]
Number = Annotated[int, typer.Argument(help="The entry's number, as list shows it.", metavar="NUMBER")]
T = TypeVar("T")


@app.command("list")
def list_entries(
    case: Annotated[
        str | None, typer.Option(help="Only of this case.", metavar="REF", callback=reference)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that are settled or gone too.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """What a person is to settle, in the order in which it was first seen.

    The same difference, found again, is the same entry. One that is no longer
    so is marked as gone by the next run.
    """
    found = _ask(data, lambda entries: entries.listed(case, everything=everything))
    if as_json:
        typer.echo(to_json([each._asdict() for each in found], indent=1).decode())
    else:
        Console().print(_table(found))


@app.command()
def show(number: Number, as_json: AsJson = False, data: Data = None) -> None:
    """One entry: what differs, since when, how often it was seen, and who has settled it."""
    entry = _ask(data, lambda entries: entries.entry(number))
    if entry is None:
        _refuse(f"there is no entry {number}")
    elif as_json:
        typer.echo(to_json(entry._asdict(), indent=1).decode())
    else:
        typer.echo("\n".join(_told(entry)))


@app.command()
def settle(
    number: Number,
    by: Annotated[str, typer.Option(help="Who settles it.", callback=written)],
    reason: Annotated[str, typer.Option(help="Why, or how; nothing of the person.", callback=written)],
    data: Data = None,
) -> None:
    """Marks an entry as settled: it isn't listed any more, for as long as it stays the same.

    Once it was gone and is found again, it is a new entry.

    \b
    throughcare reconcile settle 7 --by desk-4 --reason "Restored from the copy of Monday"
    """
    settled, entry = _ask(data, lambda entries: _settled(entries, number, by, reason))
    if not settled:
        _refuse(f"entry {number} is {_state(entry)}" if entry else f"there is no entry {number}")
    typer.echo(f"settled: {number}")


async def _settled(
    entries: "PostgresEntries", number: int, by: str, reason: str
) -> "tuple[bool, Entry | None]":
    return await entries.settle(number, by, reason), await entries.entry(number)


def _ask(data: Path | None, question: "Callable[[PostgresEntries], Awaitable[T]]") -> T:
    from activities.postgres.entries import PostgresEntries

    return ask_store(data, lambda pool: question(PostgresEntries(pool)), away=NOT_LOOKED)


def _refuse(why: str) -> None:
    typer.echo(f"error: {why}", err=True)
    raise typer.Exit(NO_SUCH_ENTRY)


def _table(found: "Sequence[Entry]") -> Table:
    table = Table(title=f"{len(found)} entries", box=box.SIMPLE_HEAD)
    for name in ("number", "case", "since", "seen", "what", "state"):
        table.add_column(name, overflow="fold")
    for each in found:
        what = f"{_found(each)} {text(each.about)}".strip()
        row = (str(each.number), text(each.case_ref), _minute(each.first_seen), str(each.times_seen), what)
        table.add_row(*row, _state(each))
    return table


def _told(entry: "Entry") -> Iterator[str]:
    yield f"{entry.number}: case {entry.case_ref}: {entry.kind}"
    yield f"  {_found(entry)}"
    if entry.about:
        yield f"  about {entry.about}"
    yield (
        f"  first seen {_minute(entry.first_seen)}, last {_minute(entry.last_seen)}, {entry.times_seen} times"
    )
    yield f"  {_state(entry)}"
    if entry.settled_because:
        yield f"  {entry.settled_because}"


def _found(entry: "Entry") -> str:
    """An entry of a later version than ours has only its kind."""
    return next((rule.found for kind, rule in RULES.items() if kind == entry.kind), entry.kind)


def _state(entry: "Entry") -> str:
    if entry.settled_at is not None:
        return f"settled {_minute(entry.settled_at)} by {text(entry.settled_by)}"
    return f"gone {_minute(entry.gone_at)}" if entry.gone_at is not None else "open"


def _minute(at: datetime) -> str:
    return f"{minute(at.isoformat())}Z"
