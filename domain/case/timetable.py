"""The dates of a preparation, counted back from the release date that due dates go by.

With less than the lead time left every offset shrinks in proportion and the order is kept (R17). With hardly a
working day left there is nothing to shrink: all but the release check is made good after release, in the same order
and within the time to catch up. Nothing else that comes after release shrinks.

A sentence served in the community is prepared while it runs: as long as any other, as if the release lay one lead
time after its beginning, or on its last day where it is shorter.
"""

from datetime import date, datetime, timedelta
from math import ceil

from domain.calendar import LocalCalendar
from domain.case.state import CaseState
from domain.policy import Policy
from domain.span import PlainSpan


class Timetable:
    """What is due when before this release; None throughout while no date is known, or nothing is prepared."""

    def __init__(self, case: CaseState, policy: Policy) -> None:
        self._local = case.calendar
        self._policy = policy
        self._is_community = case.is_community
        self.release_day: date | None = None
        self._prepared_by: date | None = None
        """The day from which offsets are counted: that of release, or a later one by which all is made good."""
        self._share = 1.0
        self._begins: date | None = None
        if case.calendar is None or case.begun_at is None or case.phase == "recalled":
            return
        self._begins = case.calendar.local_date(case.begun_at)
        if case.is_community:
            self.release_day, self._share = _in_the_community(case, policy, case.calendar, case.begun_at)
            self._prepared_by = self.release_day
        else:
            self.release_day = self._prepared_by = case.release.settled
            if case.short_notice and self.release_day is not None:
                self._prepared_by, self._share = _at_short_notice(
                    policy, case.calendar, case.begun_at, self.release_day
                )

    def before_release(self, span: PlainSpan) -> datetime | None:
        """The end of the local day that lies this long before release, or the shrunk equivalent of it."""
        day = self.day_before_release(span)
        return self._local.end_of_day(day) if day is not None and self._local is not None else None

    def day_before_release(self, span: PlainSpan) -> date | None:
        return self._day_before(self._prepared_by, span)

    @property
    def release_check(self) -> date | None:
        """Always before the release, be it the day on which it became known: afterwards there is nothing to check."""
        day = self._day_before(self.release_day, self._policy.preparation.release_check)
        catches_up = self._prepared_by != self.release_day
        return self._begins if catches_up else day

    def time_for(self, span: PlainSpan, since: datetime, local: LocalCalendar) -> datetime:
        """When what begins at an instant is due: at short notice in fewer days too, but in a whole one at least."""
        if self._is_community or self._policy.preparation.catch_up is None:
            return span.after(since, local)
        return span.model_copy(update={"count": ceil(span.count * self._share)}).after(since, local)

    def share_of(self, length: timedelta) -> timedelta:
        """What there is of a length of time at short notice; the whole of it otherwise."""
        return length if self._is_community else length * self._share

    def is_before_the_end(self, instant: datetime) -> bool:
        """Whether the release, or the day by which all is made good, is still to come."""
        if self._prepared_by is None or self._local is None:
            return False
        return instant < self._local.start_of_day(self._prepared_by)

    def _day_before(self, anchor: date | None, span: PlainSpan) -> date | None:
        if anchor is None or self._local is None:
            return None
        if self._share == 1.0:
            return span.days_before(anchor)
        return self._local.local_date(self._local.start_of_day(anchor) - span.length() * self._share)


def hardly_a_day_left(begun: datetime, day: date, local: LocalCalendar) -> bool:
    """Whether the release comes before a whole working day has passed."""
    return day <= local.add_working_days(local.local_date(begun), 1)


def _at_short_notice(policy: Policy, local: LocalCalendar, begun: datetime, day: date) -> tuple[date, float]:
    """The day to count from, and the part of the lead time that there is, at most all of it."""
    catch_up, lead = policy.preparation.catch_up, policy.opens.length()
    if catch_up is not None and hardly_a_day_left(begun, day, local):
        return catch_up.days_after(day, local), catch_up.length() / lead
    left = max(local.start_of_day(day) - begun, timedelta())
    return day, min(left / lead, 1.0)


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
