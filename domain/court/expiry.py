"""Conditions that run out by themselves (R8)."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.state import CaseState
from domain.court.events import ConditionExpired
from domain.policy import Policy


def expiry_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:  # noqa: ARG001
    assert case.calendar is not None
    for condition in case.conditions:
        if condition.state == "in-force" and condition.until is not None:
            at = case.calendar.end_of_day(condition.until)
            yield Follows(at, ConditionExpired(condition=condition.condition, at=at))
