"""``throughcare case``: the read side at the terminal, over HTTP."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import httpx
import typer
from pydantic import ValidationError
from rich.console import Console, RenderableType

from domain.vocabulary import Reference
from workers import briefing, calling

app = typer.Typer(help="Looks at cases.", no_args_is_help=True)

Ref = Annotated[str, typer.Argument(help="The case reference.", metavar="REF")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines: what the gateway answers.")]
Data = Annotated[Path | None, typer.Option(help="The folder of the running stack to ask.")]
T = TypeVar("T")


@app.command("list")
def list_cases(
    phase: Annotated[str | None, typer.Option(help="Only cases in this phase.")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="Only cases of this area.")] = None,
    manager: Annotated[str | None, typer.Option(help="Only cases of this manager, <role>:<name>.")] = None,
    overdue: Annotated[
        bool | None, typer.Option(help="Only cases with, or without, something overdue.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """All cases, in short."""
    filters = {"phase": phase, "jurisdiction": jurisdiction, "manager": manager, "overdue": overdue}
    cases = _ask(_all_cases({name: value for name, value in filters.items() if value is not None}, data))
    _show(cases, briefing.case_table, as_json)


@app.command()
def show(ref: Ref, as_json: AsJson = False, data: Data = None) -> None:
    """Where a case stands, as a briefing."""
    view = _ask(_get(f"/cases/{ref}", {}, data))
    _show(view, briefing.of_case, as_json)


@app.command()
def events(ref: Ref, as_json: AsJson = False, data: Data = None) -> None:
    """The ledger of a case: everything that was recorded, in order."""
    recorded = _ask(_get(f"/cases/{ref}/events", {}, data))
    _show(recorded, briefing.event_table, as_json)


@app.command()
def timeline(ref: Ref, as_json: AsJson = False, data: Data = None) -> None:
    """What happened when, day by day, in the case and each of its procedures."""
    recorded = sorted(_ask(_get(f"/cases/{ref}/events", {}, data)), key=lambda event: event["occurred_at"])
    _show(recorded, briefing.timeline, as_json)


@app.command()
def notices(
    ref: Ref,
    calendar: Annotated[
        Path | None,
        typer.Option(help="A folder: each call to a meeting is written into it, as an .ics file."),
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """What the members of a case were told: invitations, reminders, escalations, meetings."""
    told = _ask(_get(f"/cases/{ref}/notices", {}, data))
    _show(told, briefing.notice_table, as_json)
    if calendar is not None:
        _write_calendar_files(told, calendar)


def _write_calendar_files(told: list[dict[str, Any]], folder: Path) -> None:
    """Named by their place in the ledger and by whom they are for."""
    folder.mkdir(parents=True, exist_ok=True)
    for notice in told:
        if notice["calendar"] is not None:
            file = folder / f"{notice['position']:05}-{notice['to'].replace(':', '-')}.ics"
            file.write_text(notice["calendar"], encoding="utf-8", newline="")


async def _all_cases(filters: dict[str, Any], data: Path | None) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = []
    token: Reference | None = None
    while True:
        page = await _get("/cases", filters | ({"token": token} if token else {}), data)
        cases += page["cases"]
        if not (token := page["next"]):
            return cases


async def _get(path: str, query: dict[str, Any], data: Path | None) -> Any:  # noqa: ANN401 - JSON
    caller = calling.settings(data)
    try:
        async with calling.client(caller) as gateway:
            response = await gateway.get(path, params=query)
    except httpx.HTTPError as exc:
        raise calling.GatewayRefused(f"{caller.gateway} doesn't answer: {exc}") from exc
    if response.status_code != httpx.codes.OK:
        raise calling.GatewayRefused(calling.reason(response))
    return response.json()


def _ask(question: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(question)
    except calling.GatewayRefused as exc:
        typer.echo(f"error: {exc}", err=True)
        raise typer.Exit(1) from exc
    except ValidationError as exc:
        typer.echo(calling.NOBODY_TO_ASK, err=True)
        raise typer.Exit(2) from exc


def _show(answer: T, render: Callable[[T], RenderableType], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(answer, indent=1, ensure_ascii=False))
    else:
        Console().print(render(answer))
