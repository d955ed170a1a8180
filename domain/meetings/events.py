"""What the case says of meetings to come."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.events import Event
from domain.vocabulary import Instant

AgendaKind = Literal["breach", "concern", "assessment", "plan", "misses", "conflict", "gap", "overdue"]


class AgendaItem(BaseModel):
    """Something to talk about: its kind and its reference, never its content."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: AgendaKind
    about: str


class MeetingCalled(Event, name="meeting.called"):
    """Members are called to a meeting that is owed; once more where its time or those invited have changed."""

    meeting: str
    """Which of the owed meetings: named by the one before it."""
    uid: str
    """The same for as long as it is the same meeting."""
    sequence: int
    """From 0, rising with each time that we say something about it."""
    day: date
    """The working day on which it is to be held at the latest."""
    at: Instant
    ends: Instant
    invited: tuple[str, ...]
    told: tuple[str, ...]
    """Whom this is news for: all who are invited, or those who weren't before."""
    uninvited: tuple[str, ...] = ()
    """Who was invited before, and isn't any more."""
    agenda: tuple[AgendaItem, ...] = ()
    """What was open when it was called."""


class MeetingCancelled(Event, name="meeting.cancelled"):
    """It isn't owed any more: the network met before, the dates have changed, or the case is at its end."""

    meeting: str
    uid: str
    sequence: int
    at: Instant
    ends: Instant
    told: tuple[str, ...]
