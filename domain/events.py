"""Events: what has happened, frozen and past tense; and the envelope under which the ledger keeps them.

``Event`` is everything a stream records. ``Fact`` is an event that reached us from an agency's system; it is
recorded under its own type once the case has taken it.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.vocabulary import Instant, Member

PREFIX = "throughcare."
SUFFIX = ".v1"

_BY_TYPE: dict[str, type["Event"]] = {}


class UnknownEventType(LookupError):
    """No event of this type exists: ``throughcare.<word>.<what-happened>.v<n>`` is expected."""


class Event(BaseModel):
    """Something that has happened in a case. Fields only; what it means is in the fold of its folder.

    A subclass names itself: ``class CaseOpened(Event, name="case.opened")``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    TYPE: ClassVar[str]

    def __init_subclass__(cls, *, name: str | None = None) -> None:
        """Takes ``name`` off the class's keywords; it is registered once the fields are known."""
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(cls, *, name: str | None = None, **_: object) -> None:
        super().__pydantic_init_subclass__()
        if name is not None:
            cls.TYPE = f"{PREFIX}{name}{SUFFIX}"
            if cls.TYPE in _BY_TYPE:
                raise TypeError(f"two events are named {cls.TYPE}")
            _BY_TYPE[cls.TYPE] = cls


class Fact(Event):
    """An inbound event of the contract: what an agency says has happened, when, and on whose word."""

    at: Instant | None = None
    """When it occurred; the envelope's ``time`` counts where it is absent."""
    by: Member | None = None
    """Who says so, or who did it."""


class OwnFact(Fact):
    """A fact that we tell a case ourselves, through its inbox as all others. From outside it isn't taken."""


def event_type(type_name: str) -> type[Event]:
    """The class of events of this type; raises ``UnknownEventType``."""
    try:
        return _BY_TYPE[type_name]
    except KeyError:
        raise UnknownEventType(type_name) from None


def event_types() -> dict[str, type[Event]]:
    """All types by name, in the order of their definition."""
    return dict(_BY_TYPE)


def fact_types() -> dict[str, type[Fact]]:
    """All inbound types by name, in the order of their definition."""
    return {name: cls for name, cls in _BY_TYPE.items() if issubclass(cls, Fact)}


class Envelope(BaseModel):
    """One event on its way into a stream: who, when, why, under which rules.

    Position and hash are given by the ledger when it is appended.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    case: str
    stream: str
    """The stream is named by the id of the workflow that writes it."""
    version: int
    """Place in the stream, from 1, without holes."""
    type: str
    occurred_at: datetime
    """When it happened, in case time."""
    recorded_at: datetime
    """When the workflow recorded it, in case time."""
    actor: str | None = None
    """Whose act it is: a member, an operator, or the workflow itself."""
    cause: str | None = None
    """The inbound event that led to it, ``<source>#<id>``."""
    number: int | None = None
    """That inbound event's number in the case's inbox."""
    policy: str
    data: dict[str, Any]

    def event(self) -> Event:
        """The typed event; raises ``UnknownEventType`` or ``pydantic.ValidationError`` where the data isn't one."""
        return event_type(self.type).model_validate(self.data)


class StreamRewound(Event, name="stream.rewound"):
    """The workflow was run again from an earlier point by an operator: what came after ``kept`` no longer counts.

    The superseded events stay in the ledger; the fold leaves them out.
    """

    kept: int
    """The last version that still counts."""
    discarded: tuple[int, int]
    """First and last version that were superseded."""
