"""``throughcare agencies``: the agency directory at the terminal, over HTTP."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from activities.agencies import MOST_BYTES
from domain.agencies.agency import Agency
from workers import agency_files, calling
from workers.asking import AsJson, Data, show
from workers.row_files import STANDARD_INPUT, NotRows

app = typer.Typer(help="The directory of the agencies that cases ask.", no_args_is_help=True)

MOST_ERRORS = 50
"""Mistakes in a file that are told at once."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or JSON lines; - is standard input.", metavar="FILE")],
    by: Annotated[str | None, typer.Option(help="The member who says so, <role>:<name>.")] = None,
    data: Data = None,
) -> None:
    """Brings agencies into the directory: all of the file or, where anything in it is wrong, nothing.

    The same file again changes nothing, and confirms it: news of an agency that
    occurred before don't count any more. Agencies that the file doesn't name stay.
    To take one out, send the event throughcare.agency.withdrawn.v1 with the
    member as its subject.

    A table has a heading. Needed are member, jurisdiction and level;
    a local agency also says its locality:

    \b
    member,jurisdiction,locality,level,channel,address,activities,structure
    police:north,eu,harbour,local,mail,desk@north.example,,harbour-table
    housing:quay,eu,harbour,local,phone,+32 2 555 01 00,housing,harbour-table
    psychologist:k4,eu,,national,events,https://k4.example/inbox,psychology,

    Further columns: agreement, code_version, agreement_until, available_from,
    available_until (days, YYYY-MM-DD), unavailable (true or false).
    Several activities are separated by blanks. The same as JSON lines:

    \b
    {"member": "mentor:m7", "jurisdiction": "eu", "level": "regional"}
    """
    try:
        read = agency_files.read(file)
    except NotRows as exc:
        _fail(str(exc))
    if read.wrong:
        _tell_what_is_wrong(read.wrong)
    typer.echo(f"agencies read: {len(read.agencies)}; sending them", err=True)
    source = "standard input" if file == STANDARD_INPUT else file.name
    counts = calling.ask(_bring_in(read.agencies, source, by, data))
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    typer.echo(told if counts["added"] or counts["changed"] else f"nothing has changed: {told}")


@app.command("list")
def list_agencies(
    jurisdiction: Annotated[str | None, typer.Option(help="Only agencies of this area.")] = None,
    locality: Annotated[str | None, typer.Option(help="Only agencies of this office or place.")] = None,
    role: Annotated[str | None, typer.Option(help="Only agencies in this role.")] = None,
    activity: Annotated[str | None, typer.Option(help="Only agencies that offer this activity.")] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """The agencies that the directory has."""
    filters = {"jurisdiction": jurisdiction, "locality": locality, "role": role, "activity": activity}
    agencies = calling.ask(calling.call_for_all("/agencies", "agencies", filters, data))
    show(agencies, _table, as_json)


async def _bring_in(
    agencies: Sequence[Agency], source: str, by: str | None, data: Path | None
) -> dict[str, int]:
    batch: dict[str, Any] = {
        "source": source,
        "agencies": [agency.model_dump(mode="json", exclude_none=True) for agency in agencies],
    }
    if by is not None:
        batch["by"] = by
    size = len(json.dumps(batch, ensure_ascii=False).encode(errors="surrogatepass"))
    if size > MOST_BYTES:
        raise calling.GatewayRefused(
            f"{source}: {len(agencies):,} agencies come to {size:,} bytes, and at most {MOST_BYTES:,} go at once:"
            " split the file, and import one part after the other"
        )
    imported: dict[str, int] = await calling.call("POST", "/agencies", data, json=batch)
    return imported


def _tell_what_is_wrong(wrong: Sequence[str]) -> NoReturn:
    for sentence in wrong[:MOST_ERRORS]:
        typer.echo(f"error: {sentence}", err=True)
    more = f", {len(wrong) - MOST_ERRORS} more than are shown" if len(wrong) > MOST_ERRORS else ""
    mistakes = "1 mistake" if len(wrong) == 1 else f"{len(wrong)} mistakes"
    typer.echo(f"nothing was brought in: {mistakes}{more}", err=True)
    raise typer.Exit(1)


def _fail(sentence: str) -> NoReturn:
    typer.echo(f"error: {sentence}", err=True)
    raise typer.Exit(1)


def _table(agencies: Sequence[dict[str, Any]]) -> Table:
    """How an agency is reached is for those who need it: ``--json``."""
    table = Table(title=f"{len(agencies)} agencies", box=box.SIMPLE_HEAD)
    table.add_column("member", no_wrap=True)
    table.add_column("where", no_wrap=True)
    for name in ("level", "structure", "notes"):
        table.add_column(name, overflow="fold")
    for agency in agencies:
        where = " ".join(agency[name] for name in ("jurisdiction", "locality") if agency[name])
        shown = (
            agency["member"],
            where,
            agency["level"],
            agency["structure"] or "",
            "\n".join(_notes(agency)),
        )
        table.add_row(*(escape(each) for each in shown))
    return table


def _notes(agency: dict[str, Any]) -> Iterator[str]:
    if agency["agreement"]:
        until = f" until {agency['agreement_until']}" if agency["agreement_until"] else ""
        yield agency["agreement"] + until
    if agency["unavailable"]:
        yield "takes no cases for now"
    for word in ("from", "until"):
        if day := agency[f"available_{word}"]:
            yield f"available {word} {day}"
