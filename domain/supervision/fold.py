"""The fold of contacts with the person."""

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.events import Envelope
from domain.supervision.facts import ContactReported

RECENT = 20
"""Contacts that the state still holds; the ledger has them all."""


@apply.register
def _contact(event: ContactReported, case: CaseState, of: Envelope) -> CaseState:
    if not event.kept:
        return case
    return case.model_copy(update={"contacts": (*case.contacts, of.occurred_at)[-RECENT:]})
