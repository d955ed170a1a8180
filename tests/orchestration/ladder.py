"""The ladder of an obligation as somebody with a calendar would check it: who was told, when, how often.

Written from what policy says (a reminder on the way, an escalation when it is due, then every week; after thirteen to
whoever stands above the manager, then every four weeks), not from the code that does it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

WEEK, RARELY = timedelta(weeks=1), timedelta(weeks=4)
PATIENCE, BEYOND = 13, "local-government:eu"
PROMPTLY = timedelta(seconds=5)
"""An obligation that is raised or moved after its own dates is caught up with at once."""
ON_THE_WAY, WHEN_DUE, SETTLING = "reminded", "escalated", ("met", "waived", "lapsed")


class Told(NamedTuple):
    at: datetime
    to: str
    step: int
    """Of an escalation; 0 of a reminder."""


class Stretch(NamedTuple):
    """A time in which an obligation was open and neither owner nor dates changed."""

    obligation: str
    owner: str
    above: str
    warn: datetime | None
    due: datetime
    begins: datetime
    ends: datetime
    reminders: tuple[Told, ...]
    escalations: tuple[Told, ...]


def ensure_ladder(events: Iterable[dict[str, Any]], now: datetime) -> int:
    """Of the events of one stream; how many obligations there were."""
    obligations: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        if event["type"].startswith("throughcare.obligation."):
            obligations.setdefault(event["data"]["obligation"], []).append(event)
    for told in obligations.values():
        for stretch in _stretches(told, now):
            _ensure_reminded_once(stretch)
            _ensure_escalated(stretch)
    return len(obligations)


def _ensure_reminded_once(of: Stretch) -> None:
    assert len(of.reminders) <= 1, of
    for told in of.reminders:
        assert of.warn is not None, of
        assert told.to == of.owner, of
        assert timedelta() <= told.at - max(of.warn, of.begins) <= PROMPTLY, of
    if of.warn is not None and of.begins <= of.warn and of.warn + PROMPTLY < min(of.due, of.ends):
        assert len(of.reminders) == 1, of


def _ensure_escalated(of: Stretch) -> None:
    # Those whose time came before this stretch are made up for by one.
    expected = of.due
    for told in of.escalations:
        spent = told.step > PATIENCE and of.owner != BEYOND
        assert told.to == (BEYOND if spent else of.above), of
        assert timedelta() <= told.at - max(expected, of.begins) <= PROMPTLY, of
        every = WEEK if told.step < PATIENCE else RARELY
        expected += ((told.at - expected) // every + 1) * every
    assert max(expected, of.begins) + PROMPTLY > of.ends, of


def _stretches(events: list[dict[str, Any]], now: datetime) -> Iterator[Stretch]:
    marks = [place for place, event in enumerate(events) if _begins(event)]
    for start, following in zip(marks, [*marks[1:], len(events)], strict=True):
        first, during = events[start], events[start + 1 : following]
        settled = [each for each in during if _what(each) in SETTLING]
        ends = settled[0] if settled else events[following] if following < len(events) else None
        data = first["data"]
        yield Stretch(
            obligation=data["obligation"],
            owner=data["owner"],
            above=data["escalate_to"],
            warn=_instant(data["warn"]) if data.get("warn") else None,
            due=_instant(data["due"]),
            begins=_instant(first["recorded_at"]),
            ends=_instant(ends["recorded_at"]) if ends else now,
            reminders=tuple(_told(during, ON_THE_WAY)),
            escalations=tuple(_told(during, WHEN_DUE)),
        )


def _told(events: list[dict[str, Any]], what: str) -> Iterator[Told]:
    for event in events:
        if _what(event) == what:
            yield Told(_instant(event["recorded_at"]), event["data"]["to"], event["data"].get("step", 0))


def _begins(event: dict[str, Any]) -> bool:
    return _what(event) in ("raised", "moved")


def _what(event: dict[str, Any]) -> str:
    return str(event["type"]).split(".")[2]


def _instant(written: str | datetime) -> datetime:
    return written if isinstance(written, datetime) else datetime.fromisoformat(written)
