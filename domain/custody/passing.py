"""A release date that passes releases nobody: prison is asked to confirm the release, or to give its new date."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.state import CaseState
from domain.custody.events import ReleasePassed
from domain.policy import Policy


def passing_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:  # noqa: ARG001
    """By the newest date that is known: one that has moved away in time passes nobody by."""
    day, local = case.release.day, case.calendar
    if case.phase == "preparation" and local is not None and day not in (None, case.release.passed):
        assert day is not None
        yield Follows(local.end_of_day(day), ReleasePassed(day=day))
