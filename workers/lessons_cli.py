"""``throughcare lessons``: what cases have taught, at the terminal, over HTTP."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from workers import calling
from workers.asking import AsJson, Data, show

app = typer.Typer(help="What evaluations have taught, without the cases.", no_args_is_help=True)


@app.callback()
def _lessons() -> None:
    """A group of its own, though it has one command."""


@app.command("list")
def list_lessons(
    jurisdiction: Annotated[str | None, typer.Option(help="Only lessons from this area.")] = None,
    role: Annotated[str | None, typer.Option(help="Only what was said in this role.")] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """The lessons, in the order of their months. In somebody's own words: not for publication."""
    filters = {"jurisdiction": jurisdiction, "role": role}
    lessons = calling.ask(calling.call_for_all("/lessons", "lessons", filters, data))
    show(lessons, _table, as_json)


def _table(lessons: Sequence[dict[str, Any]]) -> Table:
    table = Table("month", "where", "said by", title=f"{len(lessons)} lessons", box=box.SIMPLE_HEAD)
    table.add_column("lesson", overflow="fold")
    for each in lessons:
        table.add_row(each["month"], each["jurisdiction"], each["role"], escape(each["text"]))
    return table
