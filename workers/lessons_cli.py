"""``throughcare lessons``: what cases have taught, at the terminal, over HTTP."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from workers import calling

app = typer.Typer(help="What evaluations have taught, without the cases.", no_args_is_help=True)


@app.callback()
def _lessons() -> None:
    """A group of its own, though it has one command."""


@app.command("list")
def list_lessons(
    jurisdiction: Annotated[str | None, typer.Option(help="Only lessons from this area.")] = None,
    role: Annotated[str | None, typer.Option(help="Only what was said in this role.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines: what the gateway answers.")] = False,
    data: Annotated[Path | None, typer.Option(help="The folder of the running stack to ask.")] = None,
) -> None:
    """The lessons, in the order of their months. In somebody's own words: not for publication."""
    filters = {"jurisdiction": jurisdiction, "role": role}
    given = {name: value for name, value in filters.items() if value is not None}
    lessons = calling.ask(calling.call_for_all("/lessons", "lessons", given, data))
    if as_json:
        typer.echo(json.dumps(lessons, indent=1, ensure_ascii=False))
    else:
        Console().print(_table(lessons))


def _table(lessons: Sequence[dict[str, Any]]) -> Table:
    table = Table("month", "where", "said by", title=f"{len(lessons)} lessons", box=box.SIMPLE_HEAD)
    table.add_column("lesson", overflow="fold")
    for each in lessons:
        table.add_row(each["month"], each["jurisdiction"], each["role"], escape(each["text"]))
    return table
