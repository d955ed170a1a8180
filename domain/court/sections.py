"""The conditions of the release, and the reports to the court."""

from datetime import date, datetime
from typing import Literal

from domain.calendar import LocalCalendar
from domain.sections import Section
from domain.vocabulary import ConditionKind, Instant


class Condition(Section):
    condition: str
    kind: ConditionKind
    state: Literal["in-force", "ended"] = "in-force"
    since: Instant
    until: date | None = None

    def was_in_force(self, at: datetime, local: LocalCalendar | None) -> bool:
        """Whether it held at this instant: it may have ended since, or have run out."""
        if self.state == "ended" and at >= self.since:
            return False
        return self.until is None or local is None or at < local.end_of_day(self.until)


class CourtReport(Section):
    due: Instant
    state: Literal["due", "filed"] = "due"
    filed_at: Instant | None = None

    @property
    def name(self) -> str:
        return self.due.date().isoformat()
