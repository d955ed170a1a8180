"""The fold of disclosures, and of what the person is told."""

from datetime import datetime

from domain.case.folding import altered, apply, put
from domain.case.state import CaseState
from domain.events import Envelope
from domain.sharing.facts import (
    DisclosureDecided,
    DisclosureRequested,
    InformingDelayed,
    LegalOpinionGiven,
    PersonInformed,
)
from domain.sharing.sections import Disclosure

OUTSET = "outset"
"""What the person is told before anything is shared (R68)."""
CONTACT = "contact"
"""Who the person's point of contact is (R75)."""


def disclosure_named(case: CaseState, reference: str) -> Disclosure | None:
    return next((each for each in case.disclosures if each.disclosure == reference), None)


def _with(case: CaseState, reference: str, **changes: object) -> CaseState:
    return altered(case, "disclosures", disclosure_named(case, reference), **changes)


@apply.register
def _requested(event: DisclosureRequested, case: CaseState, of: Envelope) -> CaseState:
    new = Disclosure(disclosure=event.disclosure, since=of.occurred_at)
    known = disclosure_named(case, event.disclosure)
    return case.model_copy(update={"disclosures": put(case.disclosures, known, new)})


@apply.register
def _decided(event: DisclosureDecided, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.disclosure, state=event.decision, since=of.occurred_at)


@apply.register
def _advised(event: LegalOpinionGiven, case: CaseState, of: Envelope) -> CaseState:
    return case


@apply.register
def _informed(event: PersonInformed, case: CaseState, of: Envelope) -> CaseState:
    if event.disclosure == OUTSET:
        return case.model_copy(update={"informed": case.informed or of.occurred_at})
    if event.disclosure == CONTACT:
        return _told_their_contact(case, of.occurred_at)
    return _with(case, event.disclosure, informed=of.occurred_at)


def _told_their_contact(case: CaseState, at: datetime) -> CaseState:
    """Of the contact they have now, the first time counts; of one before, the last: whom that was we can't say."""
    contact, told = case.contact, case.contact_told
    if contact is None or at < contact.since:
        return case.model_copy(update={"contact_told": max(told or at, at)})
    first = at if told is None or told < contact.since else min(told, at)
    return case.model_copy(update={"contact_told": first, "contact_known": contact.member})


@apply.register
def _delayed(event: InformingDelayed, case: CaseState, of: Envelope) -> CaseState:
    return case
