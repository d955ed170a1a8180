"""The dates of a preparation, counted back from the release date that due dates go by.

With less than the lead time left every offset shrinks in proportion and the order is kept (R17). Nothing that
comes after release shrinks.

A sentence served in the community is prepared while it runs: as long as any other, as if the release lay one lead
time after its beginning, or on its last day where it is shorter.
"""

from datetime import date, datetime, timedelta

from domain.calendar import LocalCalendar
from domain.case.state import CaseState
from domain.policy import Policy
from domain.span import PlainSpan


class Timetable:
    """What is due when before this release; None throughout while no date is known, or nothing is prepared."""

    def __init__(self, case: CaseState, policy: Policy) -> None:
        self._local = case.calendar
        self.release_day: date | None = None
        self._share = 1.0
        if case.calendar is None or case.begun_at is None or case.phase == "recalled":
            return
        if case.is_community:
            self.release_day, self._share = _in_the_community(case, policy, case.calendar, case.begun_at)
        else:
            self.release_day = case.release.settled
            if case.short_notice and self.release_day is not None:
                self._share = _share_left(policy, case.calendar, case.begun_at, self.release_day)

    def before_release(self, span: PlainSpan) -> datetime | None:
        """The end of the local day that lies this long before release, or the shrunk equivalent of it."""
        day = self.day_before_release(span)
        return self._local.end_of_day(day) if day is not None and self._local is not None else None

    def day_before_release(self, span: PlainSpan) -> date | None:
        if self.release_day is None or self._local is None:
            return None
        if self._share == 1.0:
            return span.days_before(self.release_day)
        shrunk = self._local.start_of_day(self.release_day) - span.length() * self._share
        return self._local.local_date(shrunk)


def _share_left(policy: Policy, local: LocalCalendar, begun: datetime, day: date) -> float:
    """The part of the lead time that was left when the preparation began, at most all of it."""
    left = max(local.start_of_day(day) - begun, timedelta())
    return min(left / policy.opens.length(), 1.0)


def _in_the_community(
    case: CaseState, policy: Policy, local: LocalCalendar, opened_at: datetime
) -> tuple[date, float]:
    assert case.supervision_start is not None
    begins = max(case.supervision_start, local.local_date(opened_at))
    day = policy.opens.days_after(begins, local)
    if case.supervision_end is None or case.supervision_end >= day:
        return day, 1.0
    left = max(case.supervision_end - begins, timedelta())
    return case.supervision_end, left / (day - begins)
