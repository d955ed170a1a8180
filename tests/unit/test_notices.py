"""What members are told of what was recorded: by reference, each once, and by nothing but the event itself."""

from datetime import timedelta

import pytest

from domain.breach.events import BreachOutcomeTold, BreachTold
from domain.case.facts import CaseMerged
from domain.closing.events import ResultsTold
from domain.events import Event
from domain.network.events import MemberInvited
from domain.notices.notice import TOLD_OF, notices_of
from domain.obligations.obligation import ObligationEscalated, ObligationReminded
from domain.risk.events import ConcernAddressed
from domain.risk.sections import Addressee
from tests.integration.recording import HANDOVER, NOON, STREAM, envelope
from tests.unit.test_calendar_files import CALLED, CANCELLED, POLICE, PRISON, SOCIAL

REMINDED = ObligationReminded(obligation="supply-item:plan-and-learning", to=PRISON)
ESCALATED = ObligationEscalated(
    obligation="agree-plan", to="probation:eu", step=3, again=NOON + timedelta(weeks=1)
)

ALARMED = ConcernAddressed(concern="k1", to=(Addressee(place="police", member=POLICE),))
ALLEGED = BreachTold(breach="b1", to=(POLICE, "court"))
ENDED = BreachOutcomeTold(breach="b1", to=(POLICE,), outcome="none")

Told = list[tuple[str, str, str, str]]


def told(event: Event, stream: str = STREAM) -> Told:
    notices = notices_of(envelope(1, event, stream))
    return [(each.to, each.kind, each.subject, each.about) for each in notices]


EXPECTED: list[tuple[Event, Told]] = [
    (MemberInvited(member=POLICE), [
        (POLICE, "invitation", "Invitation to the network of case C-1", POLICE),
    ]),
    (ESCALATED, [
        ("probation:eu", "escalation", "Overdue: agree the plan, case C-1, escalation 3", "agree-plan"),
    ]),
    (CALLED, [
        (POLICE, "meeting-called", "Network meeting, case C-1, 2026-12-07 10:00Z", "2026-11-23"),
        (PRISON, "meeting-cancelled", "Cancelled: network meeting, case C-1, 2026-12-07 10:00Z", "2026-11-23"),
    ]),
    (CANCELLED, [
        (to, "meeting-cancelled", "Cancelled: network meeting, case C-1, 2026-12-07 10:00Z", "2026-11-23")
        for to in (POLICE, SOCIAL)
    ]),
    (ALARMED, [(POLICE, "concern", "Please acknowledge: concern k1, case C-1", "k1")]),
    (ALLEGED, [(to, "alleged-breach", "Alleged breach b1, urgent, case C-1", "b1") for to in (POLICE, "court")]),
    (ENDED, [(POLICE, "breach-settled", "Alleged breach b1: none, case C-1", "b1")]),
    (CaseMerged(into="C-2"), []),
]  # fmt: skip


@pytest.mark.parametrize(("event", "expected"), EXPECTED, ids=[type(event).__name__ for event, _ in EXPECTED])
def test_who_is_told_what_by_an_event(event: Event, expected: Told) -> None:
    assert told(event) == expected


def test_an_obligation_is_named_as_the_case_view_names_it() -> None:
    about = "handover/1/supply-item:plan-and-learning"
    assert told(REMINDED, HANDOVER) == [
        (PRISON, "reminder", "Reminder: supply plan-and-learning, case C-1", about)
    ]


@pytest.mark.parametrize(
    "event", [MemberInvited(member=POLICE), REMINDED, ESCALATED, CALLED, CANCELLED, ALARMED, ALLEGED, ENDED]
)
def test_every_kind_of_event_that_members_are_told_of_tells_somebody_and_each_once(event: Event) -> None:
    assert event.TYPE in TOLD_OF
    receivers = [to for to, *_ in told(event)]
    assert receivers
    assert len(set(receivers)) == len(receivers)


@pytest.mark.proves("R80")
def test_who_was_heard_is_told_what_came_of_it_in_numbers_and_no_words() -> None:
    results = ResultsTold(told=("police:eu", "mentor:m7"), asked=8, heard=6, lessons=2)
    subject = "What came of the evaluation of case C-1: 6 of 8 were heard, 2 lessons were kept"
    assert told(results) == [(each, "results", subject, each) for each in results.told]
