"""The fold of contacts with the person."""

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.events import Envelope
from domain.supervision.attending import considered, repeated, with_contact
from domain.supervision.events import MissesRepeated
from domain.supervision.facts import ContactReported, MissesConsidered
from domain.supervision.sections import Contact, RepeatedMisses

RECENT = 20
"""Contacts kept that the state still holds; the ledger has them all."""


@apply.register
def _contact(event: ContactReported, case: CaseState, of: Envelope) -> CaseState:
    contact = Contact(at=of.occurred_at, kept=event.kept, condition=event.condition)
    case = case.model_copy(update={"attendance": with_contact(case.attendance, contact)})
    if not event.kept:
        return case
    return case.model_copy(update={"contacts": (*case.contacts, of.occurred_at)[-RECENT:]})


@apply.register
def _repeated(event: MissesRepeated, case: CaseState, of: Envelope) -> CaseState:
    return repeated(case, RepeatedMisses(since=event.since, conditions=event.conditions))


@apply.register
def _considered(event: MissesConsidered, case: CaseState, of: Envelope) -> CaseState:
    return considered(case, of.occurred_at)
