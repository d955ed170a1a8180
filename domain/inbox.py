"""Facts on their way from an agency's system to the case they are about."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.events import Fact, UnknownEventType, event_type
from domain.vocabulary import Instant


class InboundFact(BaseModel):
    """A validated inbound event, not yet numbered. ``source`` and ``id`` identify it for ever."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    source: str
    id: str
    type: str
    case: str
    """The event's ``subject``."""
    time: datetime | None
    """The envelope's ``time``."""
    data: dict[str, Any]


class DeliveredFact(BaseModel):
    """A fact as its case receives it: numbered without gaps, from 1, in the order in which it was stored."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    number: int
    source: str
    id: str
    type: str
    occurred_at: Instant
    """The data's ``at``, else the envelope's ``time``, else the receipt; in case time."""
    received_at: Instant
    """In case time."""
    data: dict[str, Any] | None
    """None where the fact was withdrawn from delivery: its number is used up and nothing else happens."""

    @property
    def cause(self) -> str:
        return f"{self.source}#{self.id}"

    def fact(self) -> Fact:
        """Raises ``UnknownEventType``, or ``pydantic.ValidationError``."""
        kind = event_type(self.type)
        if not issubclass(kind, Fact):
            raise UnknownEventType(self.type)
        return kind.model_validate(self.data)
