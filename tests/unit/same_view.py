"""What of a case view doesn't depend on how the facts were received: everything but counters and times of receipt."""

import re
from typing import Any

from domain.case.view import CaseView

OF_RECEIPT = {"version", "now", "refused", "parked", "since_last_meeting"}
"""Refused and parked facts are compared by their type: their numbers and reasons are those of their receipt."""
_NUMBERED = re.compile(r"/\d+/")
SUPERSEDED = "superseded"
"""Of two facts about the same thing the older one is refused where it comes second: it changes nothing either way."""


def compared(view: CaseView) -> dict[str, Any]:
    shown = view.model_dump(mode="json", exclude=OF_RECEIPT)
    for field, value in shown.items():
        if isinstance(value, list):
            shown[field] = sorted(value, key=str)
    return shown | {
        "next_meeting": _called(shown["next_meeting"]),
        "obligations": sorted(
            ({key: each[key] for key in ("kind", "owner", "due", "state")} for each in shown["obligations"]),
            key=str,
        ),
        "unused": sorted(
            each["type"]
            for each in (*view.refused, *view.parked)
            if not each["reason"].startswith(SUPERSEDED)
        ),
    }


def _called(meeting: dict[str, Any] | None) -> dict[str, Any] | None:
    """How many procedures a case has had is a counter too; who is invited, is in no order."""
    if meeting is None:
        return None
    agenda = [each | {"about": _NUMBERED.sub("/", each["about"])} for each in meeting.get("agenda", ())]
    return meeting | {"agenda": sorted(agenda, key=str), "invited": sorted(meeting["invited"])}


def different(one: dict[str, Any], other: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields in which two views differ."""
    return {field: (one[field], other[field]) for field in one if one[field] != other[field]}
