"""A procedure's own stream: that it runs, what it keeps owed, and how it ended."""

from pydantic import BaseModel, ConfigDict

from domain.events import Envelope, Event
from domain.obligations.obligation import Obligation, ObligationEvent, fold_obligation
from domain.vocabulary import Instant


class ProcedureBegun(Event, name="procedure.begun"):
    """A step of the case has begun to run as a procedure of its own."""

    procedure: str
    number: int
    about: str | None = None


class ProcedureFinished(Event, name="procedure.finished"):
    """It has nothing left to do; what was still owed has lapsed before."""

    outcome: str


class ProcedureState(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    procedure: str = ""
    number: int = 0
    about: str | None = None
    begun_at: Instant | None = None
    outcome: str | None = None
    """How it ended; None while it runs."""
    obligations: dict[str, Obligation] = {}


def fold_procedure(state: ProcedureState, envelope: Envelope) -> ProcedureState:
    match envelope.event():
        case ProcedureBegun() as event:
            return state.model_copy(update=event.model_dump() | {"begun_at": envelope.recorded_at})
        case ProcedureFinished(outcome=outcome):
            return state.model_copy(update={"outcome": outcome})
        case event if isinstance(event, ObligationEvent):
            obligations = fold_obligation(state.obligations, event, envelope.recorded_at)
            return state.model_copy(update={"obligations": obligations})
        case other:
            raise TypeError(f"{other.TYPE} is no event of a procedure's stream")
