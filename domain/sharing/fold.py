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


def _contact_told(case: CaseState, at: datetime) -> datetime:
    """When the person was told of the contact they have now: the first time; else the last time of all."""
    known, contact = case.contact_told, case.contact
    if known is None or contact is None or known < contact.since:
        return max(known or at, at)
    return min(known, at) if at >= contact.since else known


def _contact_known(case: CaseState, at: datetime) -> str | None:
    """Whom the person was told to turn to at that time; of a contact before this one we can't say."""
    contact = case.contact
    return contact.member if contact is not None and at >= contact.since else case.contact_known


@apply.register
def _informed(event: PersonInformed, case: CaseState, of: Envelope) -> CaseState:
    if event.disclosure == OUTSET:
        return case.model_copy(update={"informed": case.informed or of.occurred_at})
    if event.disclosure == CONTACT:
        told = {"contact_told": _contact_told(case, of.occurred_at)}
        return case.model_copy(update=told | {"contact_known": _contact_known(case, of.occurred_at)})
    return _with(case, event.disclosure, informed=of.occurred_at)


@apply.register
def _delayed(event: InformingDelayed, case: CaseState, of: Envelope) -> CaseState:
    return case
