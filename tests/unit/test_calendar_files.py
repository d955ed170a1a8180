"""Meetings as iCalendar: parsed back, a file says what was called, stamped by the case, with references only."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import icalendar
import pytest

from activities.calendar_files import calendar_file
from domain.events import Envelope, Event
from domain.meetings.events import AgendaItem, MeetingCalled, MeetingCancelled
from domain.network.events import MemberInvited

POLICE, SOCIAL, PRISON = "police:north", "social-services:eu", "prison:eu"
AT = datetime(2026, 12, 7, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
STAMPED = datetime(2026, 11, 2, 9, 30, 15, 250_000, tzinfo=UTC)
CALLED = MeetingCalled(
    meeting="2026-11-23",
    uid="urn:throughcare:C-104:meeting:2026-11-23",
    sequence=2,
    day=date(2026, 12, 7),
    at=AT,
    ends=AT + HOUR,
    invited=(POLICE, SOCIAL),
    told=(POLICE,),
    uninvited=(PRISON,),
    agenda=(AgendaItem(kind="concern", about="k1"), AgendaItem(kind="gap", about="plan: not agreed")),
)
CANCELLED = MeetingCancelled(
    meeting=CALLED.meeting, uid=CALLED.uid, sequence=3, at=AT, ends=AT + HOUR, told=(POLICE, SOCIAL)
)


def recorded(event: Event) -> Envelope:
    return Envelope(
        id=UUID(int=1),
        case="C-104",
        stream="case/C-104",
        version=7,
        type=event.TYPE,
        occurred_at=STAMPED,
        recorded_at=STAMPED,
        policy="mates@1",
        data=event.model_dump(mode="json"),
    )


def read_back(event: Event, to: str) -> tuple[icalendar.Calendar, icalendar.Event]:
    (calendar,) = icalendar.Calendar.from_ical(calendar_file(recorded(event), to), multiple=True)
    assert isinstance(calendar, icalendar.Calendar)
    assert (calendar["VERSION"], calendar.errors) == ("2.0", [])
    (meeting,) = calendar.events
    assert meeting.errors == []
    return calendar, meeting


@pytest.mark.proves("R45")
def test_a_call_read_back_is_a_request_for_its_time_with_its_agenda() -> None:
    calendar, meeting = read_back(CALLED, POLICE)
    assert calendar["METHOD"] == "REQUEST"
    assert (meeting["UID"], meeting["SEQUENCE"], meeting["STATUS"]) == (CALLED.uid, 2, "CONFIRMED")
    assert (meeting.start, meeting.end) == (AT, AT + HOUR)
    assert meeting["DESCRIPTION"] == "concern: k1\ngap: plan: not agreed"
    assert meeting["CLASS"] == "CONFIDENTIAL"


@pytest.mark.parametrize(("event", "to"), [(CANCELLED, SOCIAL), (CALLED, PRISON)])
def test_who_is_called_off_or_not_invited_any_more_gets_a_cancellation_without_agenda(
    event: MeetingCalled | MeetingCancelled, to: str
) -> None:
    calendar, meeting = read_back(event, to)
    assert (calendar["METHOD"], meeting["STATUS"]) == ("CANCEL", "CANCELLED")
    assert (meeting["UID"], meeting["SEQUENCE"]) == (CALLED.uid, event.sequence)
    assert "DESCRIPTION" not in meeting


def test_it_is_stamped_with_the_time_of_the_event_and_always_the_same() -> None:
    _, meeting = read_back(CALLED, POLICE)
    assert meeting.stamp == STAMPED.replace(microsecond=0)
    assert calendar_file(recorded(CALLED), POLICE) == calendar_file(recorded(CALLED), POLICE)


def test_it_names_its_reader_and_nobody_else_by_reference() -> None:
    text = calendar_file(recorded(CALLED), POLICE)
    _, meeting = read_back(CALLED, POLICE)
    assert (meeting["ORGANIZER"], meeting["ATTENDEE"]) == (
        "urn:throughcare:C-104",
        "urn:throughcare:C-104:member:police:north",
    )
    assert meeting["SUMMARY"] == "Network meeting, case C-104"
    assert not any(other in text for other in (SOCIAL, PRISON, "mailto", "CN=", "@"))


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    long = CALLED.model_copy(
        update={"agenda": tuple(AgendaItem(kind="overdue", about=f"obligation-{n}") for n in range(20))}
    )
    lines = calendar_file(recorded(long), POLICE).encode().split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(len(line) for line in lines) <= 75
    assert not any(b"\n" in line for line in lines)


def test_nothing_else_makes_a_calendar_file() -> None:
    with pytest.raises(TypeError, match="calls nobody"):
        calendar_file(recorded(MemberInvited(member=POLICE)), POLICE)
