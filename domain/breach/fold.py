"""The fold of breaches, alleged until they are decided."""

from domain.breach.facts import (
    BreachDecided,
    BreachReferred,
    BreachReported,
    BreachReviewed,
    BreachTriaged,
    BreachWithdrawn,
)
from domain.breach.sections import Breach
from domain.case.folding import altered, apply, put
from domain.case.state import CaseState
from domain.court.fold import imposed
from domain.events import Envelope
from domain.supervision.attending import alleged
from domain.vocabulary import RELEASED_PHASES, role_of

COURT = "court"

STAGES = ("reported", "triaged", "reviewed", "before-court")
"""A breach only moves forward: a step that is reported late doesn't take it back."""


def _with(case: CaseState, reference: str, stage: str, **changes: object) -> CaseState:
    known = case.breach(reference)
    if known is None:
        return case
    if stage in STAGES and known.is_open:
        stage = max(stage, known.state, key=STAGES.index)
    return altered(case, "breaches", known, state=stage, **changes)


@apply.register
def _reported(event: BreachReported, case: CaseState, of: Envelope) -> CaseState:
    new = Breach(
        breach=event.breach,
        condition=event.condition,
        urgency=event.urgency,
        reported_at=of.occurred_at,
    )
    case = alleged(case, event.condition, of.occurred_at)
    return case.model_copy(update={"breaches": put(case.breaches, case.breach(event.breach), new)})


@apply.register
def _triaged(event: BreachTriaged, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.breach, "triaged", urgency=event.urgency, triaged_at=of.occurred_at)


@apply.register
def _reviewed(event: BreachReviewed, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.breach, "reviewed", reviewed_at=of.occurred_at)


@apply.register
def _referred(event: BreachReferred, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.breach, "before-court", referred_at=of.occurred_at)


@apply.register
def _decided(event: BreachDecided, case: CaseState, of: Envelope) -> CaseState:
    by = role_of(event.by) if event.by else COURT
    case = _with(
        case, event.breach, "decided", outcome=event.outcome, decided_by=by, settled_at=of.occurred_at
    )
    for condition in event.conditions:
        case = imposed(case, condition, of)
    if event.outcome == "revoked" and case.phase in RELEASED_PHASES:
        case = case.model_copy(update={"recall": "revocation"})
    return case


@apply.register
def _withdrawn(event: BreachWithdrawn, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.breach, "withdrawn", settled_at=of.occurred_at)
