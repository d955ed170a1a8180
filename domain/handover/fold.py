"""The fold of the handover: each item by itself, and the whole."""

from datetime import datetime

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.events import Envelope
from domain.handover.events import GapsNamed, HandoverEnded, ItemsAskedAnew
from domain.handover.factors import LEADER, SUB_ITEMS
from domain.handover.facts import (
    FactorEffect,
    GapsDecided,
    ItemAcknowledged,
    ItemRefused,
    ItemRequested,
    ItemSupplied,
)
from domain.handover.handings import acknowledged, refused_after, supplied
from domain.handover.leader import leader, words_with
from domain.handover.sections import FactorFinding, Handover, Item, Refusal, ReleaseCheck, SubFinding
from domain.vocabulary import HandoverItem

LONGEST_REFERENCE = 200


def _item(case: CaseState, item: HandoverItem) -> Item:
    known = case.handover.items.get(item) if case.handover else None
    return known or Item(item=item)


def _with(case: CaseState, item: HandoverItem, **changes: object) -> CaseState:
    handover = case.handover or Handover()
    items = handover.items | {item: _item(case, item).model_copy(update=changes)}
    return case.model_copy(update={"handover": handover.model_copy(update={"items": items})})


@apply.register
def _requested(event: ItemRequested, case: CaseState, of: Envelope) -> CaseState:
    return _asked(case, event.item, of.occurred_at)


@apply.register
def _asked_anew(event: ItemsAskedAnew, case: CaseState, of: Envelope) -> CaseState:
    for item in event.items:
        case = _asked(case, item, event.since)
    return case


def _asked(case: CaseState, item: HandoverItem, at: datetime) -> CaseState:
    return _with(case, item, state="requested", requested_at=at, since=at, answered_at=None, asked_anew=True)


@apply.register
def _supplied(event: ItemSupplied, case: CaseState, of: Envelope) -> CaseState:
    known, at = _item(case, event.item), of.occurred_at
    changes = supplied(known, at)
    if known.supplied_at is None or at >= known.supplied_at:
        changes |= event.model_dump(include={"nature", "classification", "abstracted", "holder"})
    if known.requested_at is None or at >= known.requested_at or not known.asked_anew:
        changes |= {"answered_at": min(known.answered_at or at, at)}
    if known.since is None or at >= known.since:
        state = "supplied" if changes["acknowledged_at"] is None else "acknowledged"
        changes |= {"state": state, "by": event.by, "since": at, "refusal": None}
    return _found(_with(case, event.item, **changes), event.factors, of)


def _found(case: CaseState, effects: tuple[FactorEffect, ...], of: Envelope) -> CaseState:
    findings = {each.factor: each for each in case.factors}
    words = case.leader_words
    for effect in effects:
        new, known = _finding(effect, of), findings.get(effect.factor)
        if known is None or known.since is None or known.since <= of.occurred_at:
            findings[effect.factor] = new
        if effect.factor == LEADER:
            words = words_with(case, new)
    factors = tuple(findings[each] for each in SUB_ITEMS if each in findings)
    found = leader(words) if words != case.leader_words else case.leader
    return case.model_copy(update={"factors": factors, "leader": found, "leader_words": words})


def _finding(effect: FactorEffect, of: Envelope) -> FactorFinding:
    parts = tuple(SubFinding(sub_item=each.sub_item, effect=each.effect) for each in effect.findings)
    return FactorFinding(factor=effect.factor, effect=effect.effect, findings=parts, since=of.occurred_at)


@apply.register
def _acknowledged(event: ItemAcknowledged, case: CaseState, of: Envelope) -> CaseState:
    """Of nothing, it means nothing: what was supplied may have been withdrawn."""
    known = _item(case, event.item)
    changes = acknowledged(known, of.occurred_at)
    if not changes:
        return case
    if changes["acknowledged_at"] is None:
        return _with(case, event.item, **changes)
    if known.state == "supplied":
        changes |= {"state": "acknowledged"}
    elif refused_after(known, of.occurred_at):
        # What was acknowledged can't be refused any more, though the refusal was heard of first.
        changes |= {"state": "acknowledged", "refused_at": None, "refusal": None}
    return _with(case, event.item, **changes)


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
        refusal=Refusal(ground=event.ground, legal_basis=_reference(event.legal_basis)),
    )


def _reference(legal_basis: str | None) -> str | None:
    """A reference to a law is short: whatever else was written there isn't kept."""
    lines = legal_basis.strip().splitlines() if legal_basis else []
    return lines[0][:LONGEST_REFERENCE] if lines else None


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
