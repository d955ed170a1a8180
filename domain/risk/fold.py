"""The fold of concerns."""

from domain.case.folding import altered, apply, put
from domain.case.state import CaseState
from domain.events import Envelope
from domain.risk.events import ConcernAddressed
from domain.risk.facts import ConcernAcknowledged, ConcernRaised, ConcernReviewed
from domain.risk.sections import Concern


def _with(case: CaseState, reference: str, **changes: object) -> CaseState:
    return altered(case, "concerns", case.concern(reference), **changes)


@apply.register
def _raised(event: ConcernRaised, case: CaseState, of: Envelope) -> CaseState:
    new = Concern(
        concern=event.concern,
        kind=event.kind,
        urgency=event.urgency,
        raised_at=of.occurred_at,
        raised_by=event.by,
    )
    return case.model_copy(update={"concerns": put(case.concerns, case.concern(event.concern), new)})


@apply.register
def _acknowledged(event: ConcernAcknowledged, case: CaseState, of: Envelope) -> CaseState:
    known = case.concern(event.concern)
    if known is None:
        return case
    state = "reviewed" if known.state == "reviewed" else "acknowledged"
    acknowledged = known.acknowledged | {event.member: of.occurred_at}
    return _with(case, event.concern, state=state, acknowledged=acknowledged)


@apply.register
def _reviewed(event: ConcernReviewed, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.concern, state="reviewed", reviewed_at=of.occurred_at, reviewed_by=event.members)


@apply.register
def _addressed(event: ConcernAddressed, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.concern, addressed=event.to)
