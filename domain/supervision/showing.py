"""Attendance as the case view shows it."""

from typing import Any

from domain.supervision.sections import Attendance


def attendance_shown(known: Attendance) -> dict[str, Any]:
    by_condition = [
        {"condition": name} | each.model_dump() for name, each in sorted(known.by_condition.items())
    ]
    repeated = known.repeated.model_dump() if known.repeated is not None else None
    return known.total.model_dump() | {"by_condition": by_condition, "repeated": repeated}
