"""The fold of contacts with the person."""

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.events import Envelope
from domain.supervision.attending import considered, repeated, with_contact, with_repeated
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
    """Of two decisions about the same misses the later one counts."""
    case, at = considered(case, of.occurred_at), of.occurred_at
    known = case.attendance.repeated
    if known is None or at < known.since or (known.decided_at is not None and at < known.decided_at):
        return case
    return with_repeated(case, known.model_copy(update={"decision": event.decision, "decided_at": at}))
