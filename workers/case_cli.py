"""``throughcare case``: the read side at the terminal, over HTTP."""

from pathlib import Path
from typing import Annotated, Any

import typer

from workers import briefing, calling, report_cli
from workers.asking import AsJson, Data, Ref, show
from workers.writing import writing

app = typer.Typer(help="Looks at cases.", no_args_is_help=True)


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
    cases = calling.ask(calling.call_for_all("/cases", "cases", filters, data))
    show(cases, briefing.case_table, as_json)


@app.command("show")
def show_case(ref: Ref, as_json: AsJson = False, data: Data = None) -> None:
    """Where a case stands, as a briefing."""
    view = calling.ask(calling.call("GET", f"/cases/{ref}", data))
    show(view, briefing.of_case, as_json)


@app.command()
def events(ref: Ref, as_json: AsJson = False, data: Data = None) -> None:
    """The ledger of a case: everything that was recorded, in order."""
    recorded = calling.ask(calling.call("GET", f"/cases/{ref}/events", data))
    show(recorded, briefing.event_table, as_json)


@app.command()
def timeline(ref: Ref, as_json: AsJson = False, data: Data = None) -> None:
    """What happened when, day by day, in the case and each of its procedures."""
    recorded = sorted(
        calling.ask(calling.call("GET", f"/cases/{ref}/events", data)), key=lambda event: event["occurred_at"]
    )
    show(recorded, briefing.timeline, as_json)


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
    told = calling.ask(calling.call("GET", f"/cases/{ref}/notices", data))
    show(told, briefing.notice_table, as_json)
    if calendar is not None:
        _write_calendar_files(told, calendar)


app.command()(report_cli.report)


def _write_calendar_files(told: list[dict[str, Any]], folder: Path) -> None:
    """Named by their place in the ledger and by whom they are for."""
    with writing("--calendar", folder):
        folder.mkdir(parents=True, exist_ok=True)
        for notice in told:
            if notice["calendar"] is not None:
                file = folder / f"{notice['position']:05}-{notice['to'].replace(':', '-')}.ics"
                file.write_text(notice["calendar"], encoding="utf-8", newline="")
