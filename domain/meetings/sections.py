"""The meetings that were held, and those to which members are called."""

from datetime import date

from pydantic import Field

from domain.sections import Section
from domain.vocabulary import AbsenceReason, Instant


class Meeting(Section):
    at: Instant
    attendees: tuple[str, ...]
    absentees: tuple[str, ...] = ()
    absence_reasons: dict[str, AbsenceReason] = Field(default_factory=dict)
    decisions: int = 0
    """How many were taken, never which."""
    minutes_spent: int | None = None
    informal: bool = False


class CalledMeeting(Section):
    """A meeting to which members are called, or were until it was cancelled."""

    meeting: str
    """Which of the owed meetings it is: named by the one before it."""
    day: date
    """The working day on which it is to be held at the latest."""
    at: Instant
    """When it begins: on that day, or soon after where that is past."""
    ends: Instant
    sequence: int
    invited: tuple[str, ...]
    cancelled: bool = False
