"""What the case records about the court beside the facts it takes."""

from domain.events import Event
from domain.vocabulary import Instant


class CourtReportDue(Event, name="court.report-due"):
    due: Instant


class ConditionExpired(Event, name="court.condition-expired"):
    """The last day that the court had given a condition is over."""

    condition: str
    at: Instant
