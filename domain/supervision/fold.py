"""The fold of contacts and meetings."""

from domain.case.folding import apply
from domain.case.sections import Meeting
from domain.case.state import CaseState
from domain.events import Envelope
from domain.supervision.facts import ContactReported, MeetingHeld

RECENT = 20
"""Meetings and contacts that the state still holds; the ledger has them all."""


@apply.register
def _contact(event: ContactReported, case: CaseState, of: Envelope) -> CaseState:
    if not event.kept:
        return case
    return case.model_copy(update={"contacts": (*case.contacts, of.occurred_at)[-RECENT:]})


@apply.register
def _met(event: MeetingHeld, case: CaseState, of: Envelope) -> CaseState:
    meeting = Meeting(
        at=of.occurred_at,
        attendees=event.attendees,
        absentees=event.absentees,
        minutes_spent=event.minutes_spent,
        informal=bool(event.informal),
    )
    meetings = sorted((*case.meetings, meeting), key=lambda each: each.at)
    return case.model_copy(update={"meetings": tuple(meetings[-RECENT:])})
