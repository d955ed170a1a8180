"""A case told at the terminal: tables, and the briefing that a colleague would give."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

View = Mapping[str, Any]
OPEN = "open"


def case_table(cases: Sequence[View]) -> RenderableType:
    table = Table("case", "phase", "level", "release", "manager", title=f"{len(cases)} cases")
    for case in cases:
        table.add_row(case["case"], _phase(case), _level(case), _release(case), _manager(case))
    return table


def of_case(view: View) -> RenderableType:
    """Where it stands, who owes what by when, who is in the network, what happened to it."""
    return Group(*_story(view), *_sections(view))


def event_table(events: Sequence[View]) -> RenderableType:
    table = Table("#", "occurred", "stream", "v", "what", "actor", "cause", title=f"{len(events)} events")
    for event in events:
        table.add_row(
            str(event["position"]),
            _minute(event["occurred_at"]),
            _lane(event),
            str(event["version"]),
            _what(event),
            _text(event["actor"]),
            _text(event["cause"]),
        )
    return table


def notice_table(notices: Sequence[View]) -> RenderableType:
    table = Table("told", "to", "what", "subject", title=f"{len(notices)} notices")
    for notice in notices:
        table.add_row(
            _minute(notice["at"]), _text(notice["to"]), _text(notice["kind"]), _text(notice["subject"])
        )
    return table


def timeline(events: Sequence[View]) -> RenderableType:
    """Expects the events in the order in which they occurred; a day is named once."""
    table = Table("day", "time", "where", "what", "who", box=None)
    day = ""
    for event in events:
        occurred = _minute(event["occurred_at"])
        table.add_row(
            "" if occurred[:10] == day else f"[bold]{occurred[:10]}[/]",
            occurred[11:],
            _lane(event),
            _what(event),
            _text(event["actor"]),
        )
        day = occurred[:10]
    return table


def _story(view: View) -> Iterator[str]:
    yield f"[bold]{_text(view['case'])}[/] · {_phase(view)} · risk {_level(view)} · {_text(view['jurisdiction'])}"
    yield f"Release {_release(view)}, supervision until {_day(view['supervision_end']) or 'further notice'}."
    yield f"Case manager {_manager(view)}, case holder {_text(view['case_holder'])}."
    if authority := view.get("authority"):
        yield f"Coordinated vertically: {_text(authority)} decides."
    if contact := view.get("contact"):
        yield f"Point of contact {_text(contact['member'])}."
    handover = view["handover"]
    yield f"Handover {handover['state'] if handover else 'none'}, plan {view['plan']['state']}."
    flags = [name.replace("_", " ") for name in ("held", "short_notice") if view[name]]
    if flags:
        yield f"[yellow]{', '.join(flags)}[/]"
    if meeting := view.get("next_meeting"):
        yield f"Next meeting {_minute(meeting['at'])}, {len(meeting['invited'])} invited."
    for each in view["gaps_owed"]:
        yield f"[red]missing:[/] {_text(each['gap'])} ({_text(each['owner'])})"
    for step in view.get("given_up", ()):
        when = "at once" if step.get("at_once") else f"{step['now']} days before release"
        yield f"[yellow]given up:[/] {_text(step['step'])} {when}, not {step['planned']} days before release"
    for conflict in view["plan"].get("conflicts", ()):
        yield f"[yellow]conflict:[/] {_text(conflict)}"


def _sections(view: View) -> Iterator[RenderableType]:
    yield from _owed(view)
    yield from _news(view)
    yield from _section("Agenda", (view.get("next_meeting") or {}).get("agenda", ()), "kind", "about")
    yield from _section("Network", view["network"], "member", "standing", "state", "agreement_signed")
    items = view["handover"]["items"] if view["handover"] else ()
    yield from _section("Handover", items, "item", "state", "by", "receiver")
    yield from _section("Assessments", view["assessments"], "round", "reason", "state", "level", "due")
    yield from _section("Interventions", view["plan"]["interventions"], "activity", "status", "provider")
    yield from _section("Conditions", view["conditions"], "condition", "kind", "state")
    reports = view.get("court_reports", ())
    yield from _section("Court reports", reports, "day", "state", "owed", "late", "reference")
    yield from _section("Concerns", view["concerns"], "concern", "kind", "state")
    yield from _section("Breaches", view["breaches"], "breach", "state", "outcome")
    yield from _section("Refused", view["refused"], "type", "reason")
    yield from _section("Parked", view["parked"], "type", "reason")


def _owed(view: View) -> Iterator[RenderableType]:
    """What is open, the most urgent first."""
    owed = sorted(
        (each for each in view["obligations"] if each["state"] == OPEN), key=lambda each: each["due"]
    )
    if not owed:
        return
    table = _table("Owed", "by", "who", "what", "")
    for each in owed:
        overdue = (
            f"[red]overdue, escalated {each['escalations']} times[/]" if each["due"] <= view["now"] else ""
        )
        by = each.get("day") or f"{_minute(each['due'])}Z"
        table.add_row(by, _text(each["owner"]), _text(each["what"]), overdue)
    yield table


def _news(view: View) -> Iterator[RenderableType]:
    news = view["since_last_meeting"]
    since = f"the meeting of {_day(news['meeting'])}" if news["meeting"] else "the opening"
    if not news["changes"]:
        yield f"[bold]Nothing has changed since {since}.[/]"
        return
    table = _table(f"Since {since}", "when", "what")
    for each in news["changes"]:
        table.add_row(_minute(each["at"]), _text(each["what"]))
    yield table


def _table(title: str, *columns: str) -> Table:
    return Table(*columns, title=title, title_justify="left", title_style="bold", box=None)


def _section(title: str, rows: Sequence[View], *columns: str) -> Iterator[RenderableType]:
    if not rows:
        return
    table = _table(title, *columns)
    for row in rows:
        table.add_row(*(_text(row.get(column)) for column in columns))
    yield table


def _phase(case: View) -> str:
    because = case.get("closed_because")
    return f"{case['phase']} ({because})" if because else str(case["phase"])


def _level(case: View) -> str:
    return _text(case.get("level") or "unknown") + (" (provisional)" if case.get("level_provisional") else "")


def _release(case: View) -> str:
    release = case.get("release") or {}
    return f"{_day(release.get('date')) or 'on an unknown day'} {_text(release.get('kind'))}".strip()


def _manager(case: View) -> str:
    manager = case.get("case_manager")
    if not manager:
        return "nobody yet"
    return _text(manager["member"]) + (" (interim)" if manager.get("interim") else "")


def _lane(event: View) -> str:
    """``case``, or the procedure and its number: the stream without the case's own name."""
    return _text("/".join(event["stream"].split("/")[2:]) or "case")


def _what(event: View) -> str:
    """``throughcare.network.member-answered.v1`` is ``network: member answered``."""
    words = event["type"].removeprefix("throughcare.").rsplit(".", 1)[0].replace("-", " ")
    return _text(words.replace(".", ": "))


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")


def _day(value: str | None) -> str:
    return (value or "")[:10]


def _text(value: object) -> str:
    # What others wrote must not be taken for rich's markup.
    return "" if value is None else escape(str(value))
