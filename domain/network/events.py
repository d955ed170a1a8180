"""Who is invited, and what follows where a permanent role is vacant."""

from typing import Literal

from domain.events import Event
from domain.vocabulary import Instant

WhyVacant = Literal["declined", "withdrawn", "no-answer"]


class MemberInvited(Event, name="network.member-invited"):
    member: str


class SubstituteProposed(Event, name="network.substitute-proposed"):
    """Somebody else is asked for a permanent role: the next available agency, or who fills it already."""

    role: str
    member: str
    instead_of: str
    reason: WhyVacant


class NetworkMoved(Event, name="network.moved"):
    """Another area, or office, is responsible: these are asked there for the seats of the one before."""

    jurisdiction: str
    successors: tuple[str, ...]
    office: str | None = None


class NobodyFound(Event, name="network.nobody-found"):
    """The directory has nobody else for a permanent role: the case manager has to find somebody."""

    role: str
    instead_of: str
    reason: WhyVacant
    again: Instant
    """When the directory is asked again."""


class RoleTaken(Event, name="network.role-taken"):
    """A permanent role has come to be needed after the opening; this member is asked for it."""

    member: str
    role: str
