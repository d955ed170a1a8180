"""The fold of the planned end of support."""

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.closing.events import ClosingBegun, EvaluationBegun, ResultsTold
from domain.closing.facts import EndingPlanned, EvaluationSubmitted
from domain.closing.lessons import kept
from domain.events import Envelope


def _with(case: CaseState, **changes: object) -> CaseState:
    return case.model_copy(update={"closing": case.closing.model_copy(update=changes)})


@apply.register
def _begun(event: ClosingBegun, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, end=event.end, since=event.since, evaluated_before=None)


@apply.register
def _evaluation_begun(event: EvaluationBegun, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, evaluated_before=event.end, asked_at=of.occurred_at, evaluate_by=event.due)


@apply.register
def _planned(event: EndingPlanned, case: CaseState, of: Envelope) -> CaseState:
    """An older plan than the newest one says nothing any more about what comes afterwards."""
    planned_at = case.closing.planned_at
    if planned_at is not None and planned_at > of.occurred_at:
        return case
    return _with(
        case,
        planned_at=of.occurred_at,
        members=event.members,
        relies_on=len(event.relies_on),
        relies_on_roles=tuple(dict.fromkeys(event.relies_on_roles)),
        goes_on={each.activity: each.by for each in event.goes_on},
    )


@apply.register
def _evaluated(event: EvaluationSubmitted, case: CaseState, of: Envelope) -> CaseState:
    known, lessons = case.closing.evaluations, len(kept(event, case))
    last = max(known.get(event.by, of.occurred_at), of.occurred_at)
    return _with(
        case,
        evaluations=known | {event.by: last},
        lessons=case.closing.lessons + lessons,
        withheld=case.closing.withheld + len(event.lessons) - lessons,
    )


@apply.register
def _results_told(event: ResultsTold, case: CaseState, of: Envelope) -> CaseState:
    told = dict.fromkeys(event.told, of.occurred_at)
    return _with(case, told=case.closing.told | told)
