"""What was owed in a case, with how it ended and how often somebody had to be reminded."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from workers.demo.timeline.records import CASE_LANE, Record

LANES = {
    "inform-person": "person and plan",
    "agree-plan": "person and plan",
    "review-plan": "person and plan",
    "find-substitute": "network-building",
    "hand-over-case": "manager-appointment",
    "pass-on-case": "information-handover",
    "acknowledge-case": "information-handover",
    "assess-leader": "information-handover",
    "decide-gaps": "release",
    "release-check": "release",
    "confirm-release": "release",
    "first-contact": "release",
    "hold-meeting": "meetings",
    "consider-misses": "release",
    "report-breach": "release",
    "find-provider": "activities",
    "provide-activity": "activities",
    "acknowledge-concern": "concerns",
    "review-concern": "concerns",
}
"""The lanes of what the case itself keeps owed; a procedure's obligations stand in the procedure's lane."""


@dataclass
class Owed:
    """One obligation, from when it was raised until it was settled."""

    lane: str
    what: str
    owner: str
    due: datetime
    state: str = "open"
    reminded: list[datetime] = field(default_factory=list)
    escalated: list[datetime] = field(default_factory=list)


def owed(records: Iterable[Record]) -> list[Owed]:
    """In the order in which they were raised; what is raised again after it was settled counts anew."""
    everything: list[Owed] = []
    current: dict[tuple[str, str], Owed] = {}
    for record in records:
        if not record.name.startswith("obligation."):
            continue
        key = (record.stream, record.data["obligation"])
        if record.name == "obligation.raised":
            current[key] = _raised(record)
            everything.append(current[key])
        else:
            _apply(current[key], record)
    return everything


def _raised(record: Record) -> Owed:
    kind = record.data["kind"]
    return Owed(
        lane=LANES.get(kind, CASE_LANE) if record.lane == CASE_LANE else record.lane,
        what=record.data["what"],
        owner=record.data["owner"],
        due=record.instant("due"),
    )


def _apply(one: Owed, record: Record) -> None:
    match record.name:
        case "obligation.moved":
            one.due, one.owner = record.instant("due"), record.data["owner"]
        case "obligation.reminded":
            one.reminded.append(record.at)
        case "obligation.escalated":
            one.escalated.append(record.at)
        case "obligation.met":
            one.state = "late" if record.data["late"] else "met"
        case "obligation.waived" | "obligation.lapsed":
            one.state = record.name.removeprefix("obligation.")
        case _:
            pass
