"""The fold of the planned end of support."""

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.closing.facts import EndingPlanned, EvaluationSubmitted
from domain.events import Envelope


@apply.register
def _planned(event: EndingPlanned, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"closing": case.closing.model_copy(update={"planned_at": of.occurred_at})})


@apply.register
def _evaluated(event: EvaluationSubmitted, case: CaseState, of: Envelope) -> CaseState:
    evaluations = case.closing.evaluations | {event.by: of.occurred_at}
    return case.model_copy(update={"closing": case.closing.model_copy(update={"evaluations": evaluations})})
