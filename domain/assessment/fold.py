"""The fold of the joint assessments."""

from domain.assessment.facts import AssessmentConcluded, AssessmentContributed
from domain.case.events import RoundHastened, RoundOpened
from domain.case.folding import altered, apply
from domain.case.sections import Round
from domain.case.state import CaseState
from domain.events import Envelope


def round_named(case: CaseState, name: int | str) -> Round | None:
    if name == "current":
        return case.open_round
    return next((each for each in case.assessments if each.round == name), None)


def _with(case: CaseState, known: Round | None, **changes: object) -> CaseState:
    return altered(case, "assessments", known, **changes)


@apply.register
def _opened(event: RoundOpened, case: CaseState, of: Envelope) -> CaseState:
    new = Round(round=event.round, reason=event.reason, opened_at=of.occurred_at, due=event.due)
    return case.model_copy(update={"assessments": (*case.assessments, new)})


@apply.register
def _hastened(event: RoundHastened, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, round_named(case, event.round), due=event.due, reason=event.reason)


@apply.register
def _contributed(event: AssessmentContributed, case: CaseState, of: Envelope) -> CaseState:
    known = round_named(case, event.round)
    if known is None or event.member in known.contributed:
        return case
    return _with(case, known, contributed=(*known.contributed, event.member))


@apply.register
def _concluded(event: AssessmentConcluded, case: CaseState, of: Envelope) -> CaseState:
    level = event.level or case.level
    case = _with(
        case,
        round_named(case, event.round),
        state="concluded",
        level=level,
        concluded_at=of.occurred_at,
        instrument=event.instrument,
    )
    return case.model_copy(update={"level": level, "level_provisional": level is None})
