"""The fold of the handover: each item by itself, and the whole."""

from domain.case.events import HandoverEnded
from domain.case.folding import apply
from domain.case.sections import FactorFinding, Handover, Item
from domain.case.state import CaseState
from domain.events import Envelope
from domain.handover.events import GapsNamed
from domain.handover.facts import FactorEffect, ItemAcknowledged, ItemRefused, ItemRequested, ItemSupplied
from domain.vocabulary import HandoverItem


def _with(case: CaseState, item: HandoverItem, **changes: object) -> CaseState:
    handover = case.handover or Handover()
    known = handover.items.get(item, Item(item=item))
    items = handover.items | {item: known.model_copy(update=changes)}
    return case.model_copy(update={"handover": handover.model_copy(update={"items": items})})


@apply.register
def _requested(event: ItemRequested, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.item, state="requested", requested_at=of.occurred_at)


@apply.register
def _supplied(event: ItemSupplied, case: CaseState, of: Envelope) -> CaseState:
    case = _with(
        case,
        event.item,
        state="supplied",
        by=event.by,
        supplied_at=of.occurred_at,
        since=of.occurred_at,
        acknowledged_at=None,
    )
    return case.model_copy(update={"factors": _found(case, event.factors)})


def _found(case: CaseState, effects: tuple[FactorEffect, ...]) -> tuple[FactorFinding, ...]:
    findings = {each.factor: each for each in case.factors}
    for effect in effects:
        findings[effect.factor] = FactorFinding(factor=effect.factor, effect=effect.effect)
    return tuple(findings.values())


@apply.register
def _acknowledged(event: ItemAcknowledged, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.item, state="acknowledged", acknowledged_at=of.occurred_at)


@apply.register
def _refused(event: ItemRefused, case: CaseState, of: Envelope) -> CaseState:
    return _with(
        case, event.item, state="refused", by=event.by, refused_at=of.occurred_at, since=of.occurred_at
    )


@apply.register
def _ended(event: HandoverEnded, case: CaseState, of: Envelope) -> CaseState:
    if case.handover is None:
        return case
    return case.model_copy(update={"handover": case.handover.model_copy(update={"state": event.state})})


@apply.register
def _gaps_named(event: GapsNamed, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"release": case.release.model_copy(update={"checked": event.day})})
