"""Who manages the case, who is away, and what the network decides on it."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.sections import Section
from domain.vocabulary import Instant


class Manager(Section):
    member: str
    role: str
    since: Instant
    interim: bool


class Absence(Section):
    """The manager can't act: from a day, and to another or for good."""

    member: str
    starts: date
    until: date | None = None
    since: Instant
    """When it was said."""


class Ballot(Section):
    member: str
    nominee: str
    vote: Literal["for", "against", "abstain"]
    at: Instant


class Appointment(Section):
    """A joint decision on the case manager, under way or come to its end."""

    opened_at: Instant
    due: Instant
    nominees: tuple[str, ...] = ()
    votes: dict[str, Ballot] = Field(default_factory=dict)
    """By role: its last vote."""
    decided_at: Instant | None = None
    is_undone: bool = False
    """Whether a vote or a nomination that it was decided on has been withdrawn since."""


class CaseHandover(Section):
    """A manager has followed another for good: from whom to whom, and when the case was handed over."""

    outgoing: str
    to: str
    since: Instant
    done_at: Instant | None = None


class Contact(Section):
    """The one to whom the person, the family and the communities turn (R75)."""

    member: str
    since: Instant
