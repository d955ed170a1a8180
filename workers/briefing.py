"""A case told at the terminal: tables, and the briefing that a colleague would give."""

import re
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table

from workers.case_story import story
from workers.wording import (
    View,
    about,
    actor,
    day,
    event_name,
    level,
    manager,
    minute,
    phase,
    release,
    sending,
    text,
)

OPEN = "open"
_WHOLE = {"day": 10, "time": 5, "told": 16, "occurred": 16, "when": 16, "by": 10}
"""Columns of dates and times, and how wide these are."""
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def case_table(cases: Sequence[View]) -> RenderableType:
    still = [case for case in cases if case.get("stands_still_since")]
    count = f"{len(cases)} cases" + (f", {len(still)} stand still although something is due" if still else "")
    table = _table(count, "case", "phase", "level", "release", "manager")
    for case in cases:
        stands = phase(case) + (" [red]stands still[/]" if case in still else "")
        table.add_row(case["case"], stands, level(case), release(case), manager(case))
    return table


def of_case(view: View) -> RenderableType:
    """Where it stands, who owes what by when, who is in the network, what happened to it."""
    sections = (line for section in _sections(view) for line in ("", section))
    return Group(*story(view), *sections)


def event_table(events: Sequence[View]) -> RenderableType:
    table = _table(f"{len(events)} events", "#", "occurred", "stream", "v", "what", "actor", "cause")
    for event in events:
        table.add_row(
            str(event["position"]),
            minute(event["occurred_at"]),
            _lane(event),
            str(event["version"]),
            event_name(event["type"]),
            text(event["actor"]),
            text(event["cause"]),
        )
    return table


def notice_table(notices: Sequence[View]) -> RenderableType:
    table = _table(f"{len(notices)} notices", "told", "to", "what")
    for notice in notices:
        what = f"{text(notice['subject'])}\n{sending(notice)}"
        table.add_row(minute(notice["at"]), text(notice["to"]), what)
    return table


def timeline(events: Sequence[View]) -> RenderableType:
    """Expects the events in the order in which they occurred; a day is named once."""
    table = _table("", "day", "time", "where", "what", "who")
    last = ""
    for event in events:
        occurred = minute(event["occurred_at"])
        table.add_row(
            "" if occurred[:10] == last else f"[bold]{occurred[:10]}[/]",
            occurred[11:],
            _lane(event),
            " ".join((event_name(event["type"]), *about(event))),
            text(actor(event)),
        )
        last = occurred[:10]
    return table


def _sections(view: View) -> Iterator[RenderableType]:
    yield from _arc(view)
    yield from _owed(view)
    yield from _news(view)
    yield from _section("Agenda", (view.get("next_meeting") or {}).get("agenda", ()), "kind", "about")
    yield from _section("Network", _members(view), "member", "standing", "state", "signed")
    items = view["handover"]["items"] if view["handover"] else ()
    yield from _section("Handover", items, "item", "state", "by", "receiver")
    yield from _section("Assessments", view["assessments"], "round", "reason", "state", "level", "due")
    yield from _section("Interventions", view["plan"]["interventions"], "activity", "status", "provider")
    yield from _section("Conditions", view["conditions"], "condition", "kind", "state")
    reports = view.get("court_reports", ())
    yield from _section("Court reports", reports, "day", "state", "owed", "late", "reference")
    yield from _section("Concerns", view["concerns"], "concern", "kind", "state")
    yield from _section("Breaches", view["breaches"], "breach", "state", "outcome")
    yield from _section("Refused", _named(view["refused"]), "fact", "what", "reason")
    yield from _section("Parked", _named(view["parked"]), "fact", "what", "reason", "until")


def _arc(view: View) -> Iterator[RenderableType]:
    """Of a closed case: what it was."""
    if not view.get("arc"):
        return
    table = _table("What it was", "when", "what")
    for each in view["arc"]:
        table.add_row(day(each["at"]), text(each["what"]))
    yield table


def _owed(view: View) -> Iterator[RenderableType]:
    """What is open, the most urgent first."""
    owed = sorted(
        (each for each in view["obligations"] if each["state"] == OPEN), key=lambda each: each["due"]
    )
    if not owed:
        yield "[bold]Nothing is owed.[/]"
        return
    late = sum(each["due"] <= view["now"] for each in owed)
    table = _table(f"Owed: {len(owed)}{f', {late} overdue' if late else ''}", "by", "who", "what", "")
    for each in owed:
        times = "once" if each["escalations"] == 1 else f"{each['escalations']} times"
        overdue = f"[red]overdue, escalated {times}[/]" if each["due"] <= view["now"] else ""
        by = each.get("day") or f"{minute(each['due'])}Z"
        table.add_row(by, text(each["owner"]), text(each["what"]), overdue)
    yield table


def _news(view: View) -> Iterator[RenderableType]:
    news = view["since_last_meeting"]
    since = f"the meeting of {day(news['meeting'])}" if news["meeting"] else "the opening"
    if not news["changes"]:
        yield f"[bold]Nothing has changed since {since}.[/]"
        return
    table = _table(f"Since {since}", "when", "what")
    for each in news["changes"]:
        table.add_row(minute(each["at"]), text(each["what"]))
    yield table


def _members(view: View) -> list[View]:
    """When they signed, and whether that has run out."""
    return [
        each | {"signed": minute(each["agreement_signed"] or "") + (" expired" * _has_run_out(each))}
        for each in view["network"]
    ]


def _has_run_out(member: View) -> bool:
    return bool((member.get("agreement") or {}).get("state") == "expired")


def _named(unused: Sequence[View]) -> list[View]:
    """What the facts without effect were, each with its number in the inbox."""
    return [
        {"fact": each.get("number"), "what": event_name(each["type"]), "reason": each["reason"]}
        | {"until": each.get("until")}
        for each in unused
    ]


def _table(title: str, *columns: str) -> Table:
    """At any width everything can be read: what doesn't fit goes on in the next line, and times aren't broken."""
    table = Table(title=title or None, title_justify="left", title_style="bold", box=None)
    for column in columns:
        table.add_column(column, overflow="fold", min_width=_WHOLE.get(column))
    return table


def _section(title: str, rows: Sequence[View], *columns: str) -> Iterator[RenderableType]:
    if not rows:
        return
    table = _table(title, *columns)
    for row in rows:
        table.add_row(*(_shown(row.get(column)) for column in columns))
    yield table


def _lane(event: View) -> str:
    """``case``, or the procedure and its number: the stream without the case's own name."""
    return text("/".join(event["stream"].split("/")[2:]) or "case")


def _shown(value: object) -> str:
    """An instant to the minute, everything else as it is."""
    return minute(value) if isinstance(value, str) and _INSTANT.match(value) else text(value)
