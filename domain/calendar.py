"""Local days of a jurisdiction: its UTC offsets and its days off, as data.

Time zones and public holidays come from libraries whose data changes; a replay must not. An activity reads
them once (``activities/calendars.py``), the case records them, and everything here is arithmetic on that record.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from domain.kept import kept_once
from domain.vocabulary import Instant

SATURDAY = 5


class LocalCalendar(BaseModel):
    """The calendar by which one case counts days.

    ``offsets`` are the instants at which the local offset from UTC changes, with the minutes that apply from then,
    ascending; the first applies to all earlier time, the last to all later.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    jurisdiction: str
    timezone: str
    offsets: tuple[tuple[Instant, int], ...]
    holidays: tuple[date, ...]
    """Days off other than Saturdays and Sundays, ascending."""
    until: date
    """The last day these data speak of."""
    assumed: bool = False
    """Whether the policy says nothing of the jurisdiction, and this is what holds anywhere."""

    def local_date(self, instant: datetime) -> date:
        return (instant + self._offset(instant)).date()

    def start_of_day(self, day: date) -> datetime:
        """The UTC instant at which the local day begins."""
        known = self._begun.get(day)
        if known is None:
            known = self._begun[day] = self.instant(day, time())
        return known

    def instant(self, day: date, at: time) -> datetime:
        """The UTC instant at which local clocks show this time of the day."""
        shown = datetime.combine(day, at, UTC)
        instant = shown - self._offset(shown)
        # Near a change of the clocks the offset at that time in UTC may not be the one that holds then.
        return shown - self._offset(instant)

    def end_of_day(self, day: date) -> datetime:
        """The UTC instant at which the local day ends: what ``due`` means for a date."""
        return self.start_of_day(day + timedelta(days=1))

    def day_ended(self, due: datetime) -> date:
        """The local day that ends at this instant: what a due date is called."""
        return self.local_date(due - timedelta(microseconds=1))

    def day_due(self, due: datetime) -> date | None:
        """The local day at whose end it is due; None for an instant within a day."""
        day = self.day_ended(due)
        return day if self.end_of_day(day) == due else None

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self._days_off

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; day 0 is ``day`` itself, working or not."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def last_working_day(self, day: date) -> date:
        """``day`` itself, or the last working day before it."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def _offset(self, instant: datetime) -> timedelta:
        return self._offsets[bisect_right(self._changes, instant.timestamp())]

    # Asked for thousands of times in a replay, of data that never change.
    @cached_property
    def _changes(self) -> tuple[float, ...]:
        """From the second on: the first offset applies before it too."""
        return tuple(instant.timestamp() for instant, _ in self.offsets[1:])

    @cached_property
    def _offsets(self) -> tuple[timedelta, ...]:
        return tuple(timedelta(minutes=minutes) for _, minutes in self.offsets)

    @cached_property
    def _begun(self) -> dict[date, datetime]:
        """The beginnings of days that were asked for: of the few thousand days of the calendar at most."""
        return {}

    @cached_property
    def _days_off(self) -> frozenset[date]:
        return frozenset(self.holidays)


SharedCalendar = Annotated[LocalCalendar, kept_once()]
"""As cases and their procedures are given it."""
