"""What the case records about the court beside the facts it takes."""

from domain.events import Event
from domain.vocabulary import Instant


class ConditionExpired(Event, name="court.condition-expired"):
    """The last day that the court had given a condition is over."""

    condition: str
    at: Instant


class CourtReportCalledOff(Event, name="court.report-called-off"):
    """Supervision ends earlier or later than when the report was called for: it isn't owed any more (R11)."""

    due: Instant
    reason: str
