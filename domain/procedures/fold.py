"""The fold of the case's procedures: which run, and when one of each kind has last ended."""

from domain.case.events import ProcedureEnded, ProcedureInterrupted, ProcedureStarted
from domain.case.folding import apply
from domain.case.sections import Running
from domain.case.state import CaseState
from domain.events import Envelope


@apply.register
def _started(event: ProcedureStarted, case: CaseState, of: Envelope) -> CaseState:
    running = Running(procedure=event.procedure, number=event.number, about=event.about)
    return case.model_copy(update={"running": (*case.running, running), "procedures": event.number})


@apply.register
def _ended(event: ProcedureEnded, case: CaseState, of: Envelope) -> CaseState:
    running = tuple(each for each in case.running if each.number != event.number)
    conducted = case.conducted | {event.procedure: of.recorded_at}
    return case.model_copy(update={"running": running, "conducted": conducted})


@apply.register
def _interrupted(event: ProcedureInterrupted, case: CaseState, of: Envelope) -> CaseState:
    return case
