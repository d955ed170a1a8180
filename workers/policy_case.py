"""Which policy a case goes by, and why: read off its view and its ledger."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from domain.case.events import CaseOpened, PolicyChanged
from domain.custody.facts import ReleaseDateSet
from workers import calling

Recorded = Mapping[str, Any]


class Applied(NamedTuple):
    policy: str
    why: list[str]


def applied(case: str, data: Path | None) -> Applied:
    view = calling.ask(calling.call("GET", f"/cases/{case}", data))
    events = calling.ask(calling.call("GET", f"/cases/{case}/events", data))
    return Applied(view["policy"], reasons(view, events))


def reasons(view: Recorded, events: Sequence[Recorded]) -> list[str]:
    """From the opening on, each pack with what it came from."""
    opened = next(each for each in events if each["type"] == CaseOpened.TYPE)
    said = [_at_opening(view, opened, _asked_for(events, opened))]
    said += [_changed(each) for each in events if each["type"] == PolicyChanged.TYPE]
    return said


def _asked_for(events: Sequence[Recorded], opened: Recorded) -> str | None:
    """Of several announcements before the opening the last counts that names a pack."""
    announced = [
        each["data"].get("policy")
        for each in events
        if each["type"] == ReleaseDateSet.TYPE and each["position"] < opened["position"]
    ]
    return next((named for named in reversed(announced) if named), None)


def _at_opening(view: Recorded, opened: Recorded, asked_for: str | None) -> str:
    day, policy = opened["occurred_at"][:10], opened["data"]["policy"]
    if asked_for is not None:
        return f"{view['case']} was opened under {policy} on {day}: {asked_for} was asked for by its release date"
    # Where it was then: a case that has gone to another jurisdiction keeps its pack.
    place = opened["data"]["calendar"]["jurisdiction"]
    return f"{view['case']} was opened under {policy} on {day}: in force then for {place}"


def _changed(event: Recorded) -> str:
    data, day = event["data"], event["occurred_at"][:10]
    return f"moved from {data['from']} to {data['to']} on {day} by {data['by']}: {data['reason']}"
