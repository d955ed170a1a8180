"""The fold of meetings: called, called off, held."""

from domain.case.folding import apply, put
from domain.case.state import CaseState
from domain.events import Envelope
from domain.meetings.events import MeetingCalled, MeetingCancelled
from domain.meetings.facts import MeetingHeld
from domain.meetings.sections import CalledMeeting, Meeting
from domain.supervision.attending import considered

RECENT = 20
"""Meetings that the state still holds, and as many informal ones; the ledger has them all."""


@apply.register
def _met(event: MeetingHeld, case: CaseState, of: Envelope) -> CaseState:
    meeting = Meeting(
        at=of.occurred_at,
        attendees=event.attendees,
        absentees=event.absentees,
        absence_reasons=event.absence_reasons,
        decisions=len(event.decisions),
        minutes_spent=event.minutes_spent,
        informal=bool(event.informal),
    )
    minutes = case.minutes_spent + (event.minutes_spent or 0)
    case = case if meeting.informal else considered(case, of.occurred_at)
    return case.model_copy(update={"meetings": _recent((*case.meetings, meeting)), "minutes_spent": minutes})


def _recent(meetings: tuple[Meeting, ...]) -> tuple[Meeting, ...]:
    """Many informal ones must not make a case forget when the network last met."""
    in_order = sorted(meetings, key=lambda each: each.at)
    formal = [each for each in in_order if not each.informal][-RECENT:]
    informal = [each for each in in_order if each.informal][-RECENT:]
    return tuple(sorted((*formal, *informal), key=lambda each: each.at))


@apply.register
def _called(event: MeetingCalled, case: CaseState, of: Envelope) -> CaseState:
    new = CalledMeeting(
        meeting=event.meeting,
        day=event.day,
        at=event.at,
        ends=event.ends,
        sequence=event.sequence,
        invited=event.invited,
    )
    return case.model_copy(update={"called": put(case.called, _named(event.meeting, case), new)[-RECENT:]})


@apply.register
def _cancelled(event: MeetingCancelled, case: CaseState, of: Envelope) -> CaseState:
    known = _named(event.meeting, case)
    if known is None:
        return case
    new = known.model_copy(update={"cancelled": True, "sequence": event.sequence})
    return case.model_copy(update={"called": put(case.called, known, new)})


def _named(meeting: str, case: CaseState) -> CalledMeeting | None:
    return next((each for each in case.called if each.meeting == meeting), None)
