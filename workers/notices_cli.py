"""``throughcare notices``: what couldn't be delivered to members, over all cases, and another attempt at it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic_core import to_json
from rich import box
from rich.console import Console
from rich.table import Table

from domain.notices.delivery import WHY
from workers.asking import Data, reference
from workers.asking_store import ask_store
from workers.wording import sending, text

if TYPE_CHECKING:
    from activities.postgres.undelivered import Undelivered

app = typer.Typer(help="What couldn't be delivered to members.", no_args_is_help=True)


def _known(reason: str | None) -> str | None:
    if reason is not None and reason not in WHY:
        raise typer.BadParameter(f"{reason!r} is none of {', '.join(WHY)}")
    return reason


Case = Annotated[str | None, typer.Option(help="Only of this case.", metavar="REF", callback=reference)]
Member = Annotated[str | None, typer.Option(help="Only to this member, <role>:<name>.")]
Reason = Annotated[str | None, typer.Option(help=f"Only those: {', '.join(WHY)}.", callback=_known)]


@app.command("list")
def list_notices(
    case: Case = None,
    member: Member = None,
    reason: Reason = None,
    waiting: Annotated[bool, typer.Option(help="Those that are still to go out instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    data: Data = None,
) -> None:
    """The notices that couldn't be delivered, the newest first, each with the reason."""
    from activities.postgres.undelivered import Which, undelivered

    which = Which(case, member, reason)
    found = ask_store(data, lambda pool: undelivered(pool, which, waiting=waiting))
    if as_json:
        typer.echo(to_json([each._asdict() for each in found], indent=1).decode())
    else:
        Console().print(_table(found))


@app.command()
def retry(
    case: Case = None,
    member: Member = None,
    reason: Reason = None,
    everything: Annotated[bool, typer.Option("--all", help="Whatever couldn't be delivered.")] = False,
    data: Data = None,
) -> None:
    """Has notices that couldn't be delivered tried again: after an address was put right, say."""
    from activities.postgres.undelivered import Which, retry

    if (case, member, reason) == (None, None, None) and not everything:
        raise typer.BadParameter("name --case, --member or --reason; or --all")
    again = ask_store(data, lambda pool: retry(pool, Which(case, member, reason)))
    typer.echo(f"tried again: {again}")


def _table(found: "Sequence[Undelivered]") -> Table:
    from activities.postgres.undelivered import MOST_SHOWN

    newest = "the newest " if len(found) == MOST_SHOWN else ""
    table = Table(title=f"{newest}{len(found)} notices", box=box.SIMPLE_HEAD)
    for name in ("case", "to", "what", "why"):
        table.add_column(name, overflow="fold")
    for each in found:
        why = sending({"sent": None, **each._asdict()})
        table.add_row(text(each.case), text(each.member), text(each.subject), why)
    return table
