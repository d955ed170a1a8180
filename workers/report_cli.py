"""``throughcare case report``: a report to the court, to read, to check and to sign."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from workers import calling
from workers.asking import Data, Ref
from workers.writing import writing

Format = Literal["markdown", "pdf", "json"]
MEDIA_TYPES: dict[Format, str] = {
    "markdown": "text/markdown",
    "pdf": "application/pdf",
    "json": "application/json",
}


def report(
    ref: Ref,
    due: Annotated[
        datetime | None,
        typer.Option(
            help="The day on which it is due, YYYY-MM-DD; else the next one, or the last.",
            metavar="DAY",
            formats=["%Y-%m-%d"],
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="As what.")] = "markdown",
    output: Annotated[Path | None, typer.Option(help="The file to write.", metavar="FILE")] = None,
    data: Data = None,
) -> None:
    """A report to the court, drawn from the case: a draft, or what was known when it was filed."""
    if form == "pdf" and output is None and sys.stdout.isatty():
        raise typer.BadParameter("a PDF can't be read at a terminal: name a file with --output")
    content = calling.ask(_report(ref, due and due.date(), form, data))
    if output is not None:
        with writing("--output", output):
            output.write_bytes(content)
        typer.echo(f"written to {output}")
    else:
        typer.echo(content, nl=False)


async def _report(ref: str, due: date | None, form: Format, data: Path | None) -> bytes:
    day = due or _next(await calling.call("GET", f"/cases/{ref}", data))
    path = f"/cases/{ref}/court-reports/{day}"
    return await calling.fetch(path, data, headers={"Accept": MEDIA_TYPES[form]})


def _next(view: dict[str, Any]) -> str:
    """The day of the first report that is owed; of the last one, where none is."""
    reports = view["court_reports"]
    if not reports:
        raise calling.GatewayRefused("no report of this case to a court is due, and none was")
    owed = next((each for each in reports if each["owed"]), reports[-1])
    return str(owed["day"])
