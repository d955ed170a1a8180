"""The fold of the planned end of support."""

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.closing.events import ClosingBegun, EvaluationBegun
from domain.closing.facts import EndingPlanned, EvaluationSubmitted
from domain.events import Envelope


def _with(case: CaseState, **changes: object) -> CaseState:
    return case.model_copy(update={"closing": case.closing.model_copy(update=changes)})


@apply.register
def _begun(event: ClosingBegun, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, end=event.end, since=event.since, evaluated_before=None)


@apply.register
def _evaluation_begun(event: EvaluationBegun, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, evaluated_before=event.end)


@apply.register
def _planned(event: EndingPlanned, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, planned_at=max(case.closing.planned_at or of.occurred_at, of.occurred_at))


@apply.register
def _evaluated(event: EvaluationSubmitted, case: CaseState, of: Envelope) -> CaseState:
    known = case.closing.evaluations
    last = max(known.get(event.by, of.occurred_at), of.occurred_at)
    return _with(case, evaluations=known | {event.by: last})
