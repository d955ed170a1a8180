"""The dates of a preparation, counted back from the release date that due dates go by.

With less than the lead time left every offset shrinks in proportion and the order is kept (R17). Nothing that
comes after release shrinks.
"""

from datetime import datetime, timedelta

from domain.case.state import CaseState
from domain.policy import Policy
from domain.span import PlainSpan


class Timetable:
    """What is due when before this release; None throughout while no date is known."""

    def __init__(self, case: CaseState, policy: Policy) -> None:
        self._case = case
        self._rules = policy.preparation
        self._share = _share_left(case, policy)

    def before_release(self, span: PlainSpan) -> datetime | None:
        """The end of the local day that lies this long before release, or the shrunk equivalent of it."""
        day, local = self._case.release.settled, self._case.calendar
        if day is None or local is None:
            return None
        if self._share == 1.0:
            return local.end_of_day(span.days_before(day))
        shrunk = local.start_of_day(day) - span.length() * self._share
        return local.end_of_day(local.local_date(shrunk))

    @property
    def release(self) -> datetime | None:
        """The end of the day of release."""
        day, local = self._case.release.settled, self._case.calendar
        return local.end_of_day(day) if day is not None and local is not None else None


def _share_left(case: CaseState, policy: Policy) -> float:
    """The part of the lead time that was left when the preparation began, at most all of it."""
    day, local = case.release.settled, case.calendar
    if not case.short_notice or day is None or local is None or case.phase_since is None:
        return 1.0
    left = local.start_of_day(day) - case.phase_since
    return min(max(left / policy.opens.length(), 0.0), 1.0) if left > timedelta() else 0.0
