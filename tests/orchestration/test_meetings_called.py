"""Meetings of a whole case: called, called again, called off; and what the members hear of it."""

from datetime import datetime, timedelta

import icalendar
import pytest

from activities.calendar_files import calendar_file
from activities.postgres.notices import StoredNotice, stored_notices
from tests.orchestration.telling import (
    MEMBERS,
    POLICE,
    PROBATION,
    SOCIAL,
    network_stands,
    opened,
    released_on,
)
from tests.orchestration.world import World


async def notices(case: World, kind: str, to: str = POLICE) -> list[StoredNotice]:
    stored = await stored_notices(case.database.pool, case.case)
    assert stored is not None
    return [each for each in stored if (each.notice.kind, each.notice.to) == (kind, to)]


async def calendars(case: World, kind: str) -> list[tuple[str, int, datetime]]:
    """UID, sequence and beginning of what the police are sent for their calendar."""
    files = [calendar_file(each.recorded, each.notice.to) for each in await notices(case, kind)]
    return [_read(icalendar.Calendar.from_ical(file).events[0]) for file in files]


def _read(meeting: icalendar.Event) -> tuple[str, int, datetime]:
    begins = meeting.start
    assert isinstance(begins, datetime)
    return str(meeting["UID"]), meeting.sequence, begins


async def meets(case: World) -> None:
    await case.say("meeting.held", {"attendees": [PROBATION, POLICE], "minutes_spent": 40})


@pytest.mark.proves("R45", "R53")
async def test_each_member_is_called_once_to_each_meeting_and_hears_when_the_release_moves(
    case: World,
) -> None:
    release = await opened(case)
    await network_stands(case)
    local = await case.calendar()
    first = release - timedelta(weeks=12)
    await case.until(local.start_of_day(first - timedelta(weeks=4)))
    (called,) = await calendars(case, "meeting-called")
    assert (called[1], local.local_date(called[2])) == (0, local.last_working_day(first))
    await case.say("custody.release-date", released_on(release + timedelta(weeks=2), months=12))
    await case.days(2)
    (_, moved) = await calendars(case, "meeting-called")
    assert (moved[:2], moved[2] - called[2]) == ((called[0], 1), timedelta(weeks=2))
    meeting = (await case.view()).next_meeting
    assert meeting is not None
    assert (meeting["at"], set(meeting["invited"])) == (moved[2], set(MEMBERS))
    await case.until(moved[2])
    await meets(case)
    await case.days(1)
    assert [each[1] for each in await calendars(case, "meeting-called")] == [0, 1, 0]
    assert await calendars(case, "meeting-cancelled") == []
    assert len(await notices(case, "meeting-called", SOCIAL)) == 3
    await case.ensure_verified()


@pytest.mark.proves("R45")
async def test_who_dies_is_met_about_no_more_and_everybody_invited_hears_so(case: World) -> None:
    release = await opened(case)
    await network_stands(case)
    await case.until((await case.calendar()).start_of_day(release - timedelta(weeks=14)))
    (called,) = await calendars(case, "meeting-called")
    await case.say("person.died", {})
    await case.days(1)
    assert await calendars(case, "meeting-cancelled") == [(called[0], 1, called[2])]
    assert [len(await notices(case, "meeting-cancelled", member)) for member in MEMBERS] == [1] * 6
    view = await case.view()
    assert (view.phase, view.next_meeting) == ("closed", None)
    await case.ensure_verified()


async def test_where_nobody_ever_meets_or_answers_the_ladder_speaks_and_nobody_is_called_over_and_over(
    case: World,
) -> None:
    release = await opened(case)
    await case.days(1)
    await case.say("network.member-answered", {"member": POLICE, "answer": "accepted"})
    signed = {"member": POLICE, "agreement": "a-1", "code_version": "2026-1"}
    await case.say("network.agreement-signed", signed)
    first = (await case.calendar()).end_of_day(release - timedelta(weeks=12))
    await case.until(first + timedelta(weeks=3, hours=1))
    assert len(await notices(case, "meeting-called")) == 1
    overdue = await notices(case, "escalation", "local-government:eu")
    told = [each.recorded.recorded_at for each in overdue if each.notice.about.startswith("hold-meeting:")]
    assert [(instant - first) // timedelta(days=1) for instant in told] == [0, 7, 14, 21]
    invitations = [await notices(case, "invitation", member) for member in MEMBERS]
    assert [len(each) for each in invitations] == [1] * 6
