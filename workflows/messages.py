"""What the case and its procedures say to each other."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, PlainSerializer, model_validator

from domain.case.state import CaseState
from domain.clock import CaseClock
from domain.events import Event, UnknownEventType, event_type
from domain.policy import SharedPolicy


class Message(BaseModel):
    model_config = ConfigDict(frozen=True)


class ProcedureStart(Message):
    """All that a procedure begins with; it goes on from its own stream where there is one."""

    case: str
    procedure: str
    number: int
    about: str | None
    policy: SharedPolicy
    clock: CaseClock
    brief: "Briefing"


def _what_is_known(case: CaseState) -> dict[str, Any]:
    """Without what a reader assumes anyway: of a state that is half of it, and briefs are most of a history's bytes.

    They are read for as long as histories are replayed: a field's default is never changed.
    """
    return case.model_dump(mode="json", exclude_defaults=True)


class Briefing(Message):
    """What the case knows, as far as this procedure needs it. A higher version replaces a lower one."""

    version: int
    known: Annotated[CaseState, PlainSerializer(_what_is_known)]
    policy: SharedPolicy | None = None
    """Another one to go by from now on; where it hasn't come, the procedure asks for the one that is known."""


class Decided(Message):
    """Something a procedure has decided, for the case to record."""

    type: str
    data: dict[str, Any]

    @classmethod
    def of(cls, event: Event) -> "Decided":
        return cls(type=event.TYPE, data=event.model_dump(mode="json", exclude_none=True))

    def event(self) -> Event:
        return event_type(self.type).model_validate(self.data)

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        """What nobody can read is refused at the door: inside, it would stall the case."""
        try:
            self.event()
        except UnknownEventType as exc:
            raise ValueError(f"{exc} is no event") from exc
        return self


class ProcedureReport(Message):
    """From a procedure to its case: what it has decided, and how it ended if it did."""

    procedure: str
    number: int
    decided: tuple[Decided, ...] = ()
    outcome: str | None = None


class ProcedureEnd(Message):
    outcome: str
