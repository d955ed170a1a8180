"""What members are told of what was recorded: by reference, each once, and by nothing but the event itself."""

from datetime import timedelta

import pytest

from domain.case.facts import CaseMerged
from domain.events import Event
from domain.network.events import MemberInvited
from domain.notices.notice import TOLD_OF, notices_of
from domain.obligations.obligation import ObligationEscalated, ObligationReminded
from tests.integration.recording import HANDOVER, NOON, STREAM, envelope
from tests.unit.test_calendar_files import CALLED, CANCELLED, POLICE, PRISON, SOCIAL

REMINDED = ObligationReminded(obligation="supply-item:plan-and-learning", to=PRISON)
ESCALATED = ObligationEscalated(
    obligation="agree-plan", to="probation:eu", step=3, again=NOON + timedelta(weeks=1)
)

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


@pytest.mark.parametrize("event", [MemberInvited(member=POLICE), REMINDED, ESCALATED, CALLED, CANCELLED])
def test_every_kind_of_event_that_members_are_told_of_tells_somebody_and_each_once(event: Event) -> None:
    assert event.TYPE in TOLD_OF
    receivers = [to for to, *_ in told(event)]
    assert receivers
    assert len(set(receivers)) == len(receivers)
