"""What a member is told, and how it follows from a recorded event: purely, so that it can be worked out again."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.breach.events import BreachOutcomeTold, BreachTold
from domain.closing.events import ResultsTold
from domain.events import Envelope, Event
from domain.meetings.events import MeetingCalled, MeetingCancelled
from domain.network.events import MemberInvited
from domain.notices.wording import in_words
from domain.obligations.naming import named
from domain.obligations.obligation import ObligationEscalated, ObligationReminded
from domain.risk.events import ConcernAddressed

NoticeKind = Literal[
    "invitation",
    "reminder",
    "escalation",
    "meeting-called",
    "meeting-cancelled",
    "concern",
    "alleged-breach",
    "breach-settled",
    "results",
]
TOLD_OF = frozenset(
    each.TYPE
    for each in (
        MemberInvited,
        ObligationReminded,
        ObligationEscalated,
        MeetingCalled,
        MeetingCancelled,
        ConcernAddressed,
        BreachTold,
        BreachOutcomeTold,
        ResultsTold,
    )
)
"""Types of the events that members are told of."""


class Notice(BaseModel):
    """One message to one member. Its subject holds references only: it may travel by unprotected mail."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    to: str
    kind: NoticeKind
    subject: str
    about: str
    """The obligation, as the case view names it; the meeting; or the member who is invited, or was heard."""

    @property
    def is_for_a_calendar(self) -> bool:
        return self.kind in ("meeting-called", "meeting-cancelled")


def notices_of(envelope: Envelope) -> tuple[Notice, ...]:
    """What goes out because of this event: at most one notice to each member."""
    if envelope.type not in TOLD_OF:
        return ()
    return tuple(_notices(envelope.event(), envelope))


def _notices(event: Event, of: Envelope) -> Iterator[Notice]:
    match event:
        case MemberInvited(member=member):
            subject = f"Invitation to the network of case {of.case}"
            yield Notice(to=member, kind="invitation", subject=subject, about=member)
        case ObligationReminded(obligation=obligation, to=to):
            about = named(obligation, of.stream)
            subject = f"Reminder: {in_words(obligation)}, case {of.case}"
            yield Notice(to=to, kind="reminder", subject=subject, about=about)
        case ObligationEscalated(obligation=obligation, to=to, step=step):
            about = named(obligation, of.stream)
            subject = f"Overdue: {in_words(obligation)}, case {of.case}, escalation {step}"
            yield Notice(to=to, kind="escalation", subject=subject, about=about)
        case ResultsTold():
            heard = f"{event.heard} of {event.asked} were heard, {event.lessons} lessons were kept"
            for member in event.told:
                subject = f"What came of the evaluation of case {of.case}: {heard}"
                yield Notice(to=member, kind="results", subject=subject, about=member)
        case MeetingCalled() | MeetingCancelled():
            yield from _of_meeting(event, of)
        case _:
            yield from _alarms(event, of)


def _of_meeting(event: MeetingCalled | MeetingCancelled, of: Envelope) -> Iterator[Notice]:
    if isinstance(event, MeetingCancelled):
        yield from _called_off(event.told, event, of)
        return
    subject = f"Network meeting, case {of.case}, {event.at:%Y-%m-%d %H:%M}Z"
    for member in event.told:
        yield Notice(to=member, kind="meeting-called", subject=subject, about=event.meeting)
    yield from _called_off(event.uninvited, event, of)


def _alarms(event: Event, of: Envelope) -> Iterator[Notice]:
    """What can't wait. A breach is alleged until it is decided; who was told so hears how it ended."""
    match event:
        case ConcernAddressed(concern=concern, to=to):
            subject = f"Please acknowledge: concern {concern}, case {of.case}"
            for each in to:
                yield Notice(to=each.member, kind="concern", subject=subject, about=concern)
        case BreachTold(breach=breach, to=told):
            subject = f"Alleged breach {breach}, urgent, case {of.case}"
            for member in told:
                yield Notice(to=member, kind="alleged-breach", subject=subject, about=breach)
        case BreachOutcomeTold(breach=breach, to=told, outcome=outcome):
            subject = f"{_as_it_stands(outcome)} {breach}: {outcome}, case {of.case}"
            for member in told:
                yield Notice(to=member, kind="breach-settled", subject=subject, about=breach)


def _as_it_stands(outcome: str) -> str:
    """What was taken back, or came to nothing, never was more than alleged."""
    return "Alleged breach" if outcome in ("withdrawn", "none") else "Breach"


def _called_off(
    members: tuple[str, ...], event: MeetingCalled | MeetingCancelled, of: Envelope
) -> Iterator[Notice]:
    subject = f"Cancelled: network meeting, case {of.case}, {event.at:%Y-%m-%d %H:%M}Z"
    for member in members:
        yield Notice(to=member, kind="meeting-cancelled", subject=subject, about=event.meeting)
