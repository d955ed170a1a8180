"""What the case records about the court beside the facts it takes."""

from domain.events import Event
from domain.vocabulary import Activity, Instant, ReportSection


class CourtReportDue(Event, name="court.report-due"):
    """A report is to be prepared, with what the policy says at this time that it has to contain (R11)."""

    due: Instant
    final: bool = False
    """The last of this supervision."""
    contains: tuple[ReportSection, ...] | None = None
    """None: everything."""
    withheld: tuple[Activity, ...] = ()


class ConditionExpired(Event, name="court.condition-expired"):
    """The last day that the court had given a condition is over."""

    condition: str
    at: Instant


class CourtReportCalledOff(Event, name="court.report-called-off"):
    """Supervision ends earlier or later than when the report was called for: it isn't owed any more (R11)."""

    due: Instant
    reason: str
