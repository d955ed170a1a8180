"""A procedure at work without an engine: it knows what it is told, and writes its stream down here."""

from datetime import datetime
from uuid import UUID

from domain.addresses import procedure_id
from domain.case.sections import Running
from domain.case.state import CaseState
from domain.clock import CaseClock
from domain.events import Envelope, Event
from domain.policy import Policy
from domain.procedure import ProcedureState
from domain.streams import fold
from workflows.messages import Briefing, ProcedureStart
from workflows.procedure import Procedure
from workflows.procedures import PROCEDURES


class Sheet:
    """What a procedure writes on: stands where the recorder stands, without a ledger behind it."""

    def __init__(self, state: ProcedureState, case: CaseState, policy: Policy, now: datetime) -> None:
        self.state = state
        self.policy = policy
        self._case = case
        self._now = now

    def now(self) -> datetime:
        return self._now

    def emit(self, event: Event, *, actor: str | None = None) -> None:
        envelope = Envelope(
            id=UUID(int=0),
            case=self._case.case,
            stream=procedure_id(self._case.case, self.state.procedure or "new", max(self.state.number, 1)),
            version=1,
            type=event.TYPE,
            occurred_at=self._now,
            recorded_at=self._now,
            actor=actor,
            policy=self._case.policy,
            data=event.model_dump(mode="json", exclude_none=True),
        )
        state = fold(self.state, envelope)
        assert isinstance(state, ProcedureState)
        self.state = state


def at_work(
    running: Running, known: ProcedureState, brief: CaseState, policy: Policy, now: datetime
) -> Procedure:
    """The procedure with this brief; nothing of it has run, so no engine is asked."""
    kind = PROCEDURES[running.procedure]
    start = ProcedureStart(
        case=brief.case,
        procedure=running.procedure,
        number=running.number,
        about=running.about,
        policy=policy,
        clock=CaseClock(),
        brief=Briefing(version=0, known=brief),
    )
    procedure = kind.__new__(kind)
    procedure.about = running.about
    procedure._start, procedure._brief = start, start.brief
    procedure.recorder = Sheet(known, brief, policy, now)  # type: ignore[assignment]  # a ledger is all it lacks
    return procedure
