"""The fold of breaches, alleged until they are decided."""

from datetime import datetime

from domain.breach.events import BreachOutcomeTold, BreachTold
from domain.breach.facts import (
    BreachDecided,
    BreachReferred,
    BreachReported,
    BreachReviewed,
    BreachTriaged,
    BreachWithdrawn,
)
from domain.breach.revoking import revokes
from domain.breach.sections import Allegation, Breach
from domain.case.folding import altered, apply, put
from domain.case.state import CaseState
from domain.court.fold import imposed
from domain.events import Envelope
from domain.supervision.attending import alleged
from domain.vocabulary import role_of

COURT = "court"

STAGES = ("reported", "triaged", "reviewed", "before-court")
"""A breach only moves forward: a step that is reported late doesn't take it back."""

_SET_ASIDE: dict[str, object] = {"outcome": None, "decided_by": None, "names_no_terms": False}


def _with(case: CaseState, reference: str, stage: str, **changes: object) -> CaseState:
    known = case.breach(reference)
    if known is None:
        return case
    if stage in STAGES:
        stage = max(stage, known.state, key=STAGES.index) if known.is_open else known.state
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
    known, at = case.breach(event.breach), of.occurred_at
    if known is None:
        return case
    said = _newest(known.urgency_at, at, urgency=event.urgency, urgency_at=at)
    return _with(case, event.breach, "triaged", triaged_at=_first(known.triaged_at, at), **said)


@apply.register
def _reviewed(event: BreachReviewed, case: CaseState, of: Envelope) -> CaseState:
    known, at = case.breach(event.breach), of.occurred_at
    if known is None:
        return case
    said = _newest(known.recommended_at, at, recommendation=event.recommendation, recommended_at=at)
    return _with(case, event.breach, "reviewed", reviewed_at=_first(known.reviewed_at, at), **said)


def _newest(known: datetime | None, at: datetime, **said: object) -> dict[str, object]:
    """What is said of a step counts unless something newer was said of it, whichever is heard of first."""
    return said if known is None or known <= at else {}


def _first(known: datetime | None, at: datetime) -> datetime:
    """A step was taken when it first was, however often it is told."""
    return at if known is None else min(known, at)


@apply.register
def _referred(event: BreachReferred, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.breach, "before-court", referred_at=of.occurred_at)


@apply.register
def _decided(event: BreachDecided, case: CaseState, of: Envelope) -> CaseState:
    by = role_of(event.by) if event.by else COURT
    decision = {"outcome": event.outcome, "decided_by": by, "settled_at": of.occurred_at}
    names_no_terms = event.outcome == "terms-changed" and not event.conditions
    case = _with(case, event.breach, "decided", names_no_terms=names_no_terms, **decision)
    for condition in event.conditions:
        case = imposed(case, condition, of)
    if event.outcome == "revoked" and revokes(case, of.occurred_at):
        case = case.model_copy(update={"recall": "revocation", "recall_since": of.occurred_at})
    return case


@apply.register
def _withdrawn(event: BreachWithdrawn, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.breach, "withdrawn", **_SET_ASIDE, settled_at=of.occurred_at)


@apply.register
def _told(event: BreachTold, case: CaseState, of: Envelope) -> CaseState:
    return _alleged(case, Allegation(breach=event.breach, to=event.to))


@apply.register
def _outcome_told(event: BreachOutcomeTold, case: CaseState, of: Envelope) -> CaseState:
    known = case.allegation(event.breach)
    if known is None:
        return case
    return _alleged(case, known.model_copy(update={"outcome": event.outcome}))


def _alleged(case: CaseState, new: Allegation) -> CaseState:
    allegations = put(case.allegations, case.allegation(new.breach), new)
    return case.model_copy(update={"allegations": allegations})
