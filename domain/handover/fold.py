"""The fold of the handover: each item by itself, and the whole."""

from domain.case.events import HandoverEnded
from domain.case.folding import apply
from domain.case.sections import FactorFinding, Handing, Handover, Item, Refusal, ReleaseCheck, SubFinding
from domain.case.state import CaseState
from domain.events import Envelope
from domain.handover.events import GapsNamed
from domain.handover.facts import (
    FactorEffect,
    GapsDecided,
    ItemAcknowledged,
    ItemRefused,
    ItemRequested,
    ItemSupplied,
)
from domain.handover.leader import leader_after
from domain.vocabulary import HandoverItem


def _item(case: CaseState, item: HandoverItem) -> Item:
    known = case.handover.items.get(item) if case.handover else None
    return known or Item(item=item)


def _with(case: CaseState, item: HandoverItem, **changes: object) -> CaseState:
    handover = case.handover or Handover()
    items = handover.items | {item: _item(case, item).model_copy(update=changes)}
    return case.model_copy(update={"handover": handover.model_copy(update={"items": items})})


@apply.register
def _requested(event: ItemRequested, case: CaseState, of: Envelope) -> CaseState:
    return _with(
        case, event.item, state="requested", requested_at=of.occurred_at, answered_at=None, asked_anew=True
    )


@apply.register
def _supplied(event: ItemSupplied, case: CaseState, of: Envelope) -> CaseState:
    known = _item(case, event.item)
    case = _with(
        case,
        event.item,
        state="supplied",
        by=event.by,
        supplied_at=of.occurred_at,
        since=of.occurred_at,
        acknowledged_at=None,
        answered_at=known.answered_at or of.occurred_at,
        earlier=_handed_over(known),
        refusal=None,
        nature=event.nature,
        classification=event.classification,
        abstracted=event.abstracted,
        holder=event.holder,
    )
    return _found(case, event.factors, of)


def _handed_over(known: Item) -> tuple[Handing, ...]:
    """What was acknowledged before this: it stays so, and what replaces it is acknowledged anew."""
    if known.supplied_at is None or known.acknowledged_at is None:
        return known.earlier
    return (*known.earlier, Handing(supplied_at=known.supplied_at, acknowledged_at=known.acknowledged_at))


def _found(case: CaseState, effects: tuple[FactorEffect, ...], of: Envelope) -> CaseState:
    findings = {each.factor: each for each in case.factors}
    leader = case.leader
    for effect in effects:
        known = findings.get(effect.factor)
        if known is None or known.since is None or known.since <= of.occurred_at:
            findings[effect.factor] = _finding(effect, of)
            leader = leader_after(leader, findings[effect.factor])
    return case.model_copy(update={"factors": tuple(findings.values()), "leader": leader})


def _finding(effect: FactorEffect, of: Envelope) -> FactorFinding:
    parts = tuple(SubFinding(sub_item=each.sub_item, effect=each.effect) for each in effect.findings)
    return FactorFinding(factor=effect.factor, effect=effect.effect, findings=parts, since=of.occurred_at)


@apply.register
def _acknowledged(event: ItemAcknowledged, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.item, state="acknowledged", acknowledged_at=of.occurred_at)


@apply.register
def _refused(event: ItemRefused, case: CaseState, of: Envelope) -> CaseState:
    return _with(
        case,
        event.item,
        state="refused",
        by=event.by,
        refused_at=of.occurred_at,
        since=of.occurred_at,
        answered_at=_item(case, event.item).answered_at or of.occurred_at,
        refusal=Refusal(ground=event.ground, legal_basis=event.legal_basis),
    )


@apply.register
def _ended(event: HandoverEnded, case: CaseState, of: Envelope) -> CaseState:
    if case.handover is None:
        return case
    return case.model_copy(update={"handover": case.handover.model_copy(update={"state": event.state})})


@apply.register
def _gaps_named(event: GapsNamed, case: CaseState, of: Envelope) -> CaseState:
    release = case.release.model_copy(update={"checked": event.day})
    check = ReleaseCheck(day=event.day, since=event.since or of.occurred_at, named=event.gaps)
    return case.model_copy(update={"release": release, "release_check": check})


@apply.register
def _gaps_decided(event: GapsDecided, case: CaseState, of: Envelope) -> CaseState:
    if case.release_check is None:
        return case
    decided = {"decision": event.decision, "decided_at": of.occurred_at}
    return case.model_copy(update={"release_check": case.release_check.model_copy(update=decided)})
