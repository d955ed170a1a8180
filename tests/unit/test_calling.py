"""Calling the network to its meetings: ahead, once, again when the day moves, and off when none is owed (R45, R53)."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from domain.case.events import ProcedureStarted
from domain.case.view import CaseView, case_view
from domain.meetings.cadence import counted, next_owed
from domain.meetings.events import AgendaItem, MeetingCalled, MeetingCancelled
from domain.meetings.fold import RECENT
from domain.meetings.sections import Meeting
from domain.procedures.wanted import INFORMATION_HANDOVER
from domain.vocabulary import PERMANENT_ROLES
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, noon, weeks

CALLING = POLICY.meetings.calling
assert CALLING is not None
FIRST = POLICY.meetings.starts.days_before(RELEASE)
OPENS = CALLING.ahead.days_before(FIRST)
MEMBERS = tuple(f"{role}:eu" for role in PERMANENT_ROLES)
DAY = timedelta(days=1)


def calls(case: OneCase) -> list[MeetingCalled]:
    return [each for each in case.recorded if isinstance(each, MeetingCalled)]


def cancellations(case: OneCase) -> list[MeetingCancelled]:
    return [each for each in case.recorded if isinstance(each, MeetingCancelled)]


def held(case: OneCase, at: datetime, **more: object) -> None:
    case.until(at).tell("meeting.held", attendees=list(MEMBERS[:2]), **more)


def moved(case: OneCase, release: date) -> None:
    case.announce(release)
    case.until(case.now + POLICY.preparation.hold.length())


def view(case: OneCase) -> CaseView:
    return case_view(case.state, [], case.now, 1)


def ten(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)


@pytest.mark.proves("R45")
def test_the_network_is_called_ahead_to_a_working_day_by_which_the_meeting_is_owed() -> None:
    case = OneCase().join().on(OPENS - DAY)
    assert calls(case) == []
    (call,) = calls(case.on(OPENS))
    assert (call.day, call.at, call.ends) == (FIRST, ten(FIRST), ten(FIRST) + timedelta(hours=1))
    assert (call.sequence, call.invited, call.told) == (0, MEMBERS, MEMBERS)
    assert calls(case.on(FIRST + weeks(3))) == [call]


def test_a_meeting_that_nobody_held_is_called_again_some_weeks_later_and_not_before() -> None:
    assert CALLING is not None
    case = OneCase().join().on(FIRST + weeks(14))
    called = [each.at for each in calls(case)]
    assert len(called) == 4
    assert all(
        timedelta(weeks=4) <= later - before <= weeks(4) + 4 * DAY for before, later in pairwise(called)
    )
    assert [each.sequence for each in calls(case)] == list(range(len(called)))
    assert len({each.uid for each in calls(case)}) == 1
    held(case, case.now)
    assert len([each for each in calls(case) if each.uid == calls(case)[0].uid]) == len(called)


def test_a_meeting_owed_by_a_sunday_is_called_for_the_friday_before() -> None:
    sunday = FIRST + 6 * DAY
    assert sunday.weekday() == 6
    case = OneCase(release_date=(RELEASE + 6 * DAY).isoformat()).join().on(FIRST)
    assert [each.at for each in calls(case)] == [ten(sunday - 2 * DAY)]


@pytest.mark.proves("R45")
def test_each_meeting_brings_the_call_to_the_next_and_under_a_uid_of_its_own() -> None:
    case = OneCase().join()
    held(case, ten(FIRST))
    held(case, ten(FIRST + weeks(2)))
    assert [each.at for each in calls(case)] == [ten(FIRST + weeks(2 * n)) for n in range(3)]
    assert len({each.uid for each in calls(case)}) == 3
    assert {each.sequence for each in calls(case)} == {0}
    assert cancellations(case) == []


@pytest.mark.proves("R45")
def test_when_the_release_moves_the_same_meeting_is_called_again() -> None:
    case = OneCase().join().on(OPENS)
    moved(case, RELEASE + weeks(4))
    moved(case, RELEASE + weeks(6))
    first, second, third = calls(case)
    assert first.uid == second.uid == third.uid
    assert [each.sequence for each in calls(case)] == [0, 1, 2]
    assert third.at == ten(FIRST + weeks(6))
    assert third.told == MEMBERS
    assert cancellations(case) == []


def test_a_meeting_held_before_its_day_calls_off_the_one_that_was_called() -> None:
    case = OneCase().join()
    held(case, noon(FIRST - 4 * DAY))
    (first, following), (off,) = calls(case), cancellations(case)
    assert (off.uid, off.sequence, off.told, off.at) == (first.uid, 1, MEMBERS, first.at)
    assert following.uid != first.uid


def test_a_meeting_held_on_its_day_at_another_hour_calls_nothing_off() -> None:
    case = OneCase().join()
    held(case, ten(FIRST) - timedelta(hours=1))
    assert cancellations(case) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [("person.died", {}), ("case.merged", {"into": "C-2"}), ("custody.returned", {"reason": "recall"})],
)
def test_what_ends_or_interrupts_a_case_calls_its_meeting_off(name: str, data: dict[str, object]) -> None:
    case = OneCase().join()
    held(case, ten(FIRST))
    case.on(RELEASE).tell("custody.released", reason="released")
    held(case, noon(RELEASE))
    before = len(cancellations(case))
    case.on(RELEASE + DAY).tell(name, **data)
    (off,) = cancellations(case)[before:]
    assert off.uid == calls(case)[-1].uid
    assert view(case).next_meeting is None
    assert cancellations(case.on(RELEASE + weeks(1)))[before:] == [off]


def test_nobody_is_called_beyond_the_end_of_support() -> None:
    case = OneCase(supervision_end=(RELEASE + weeks(2)).isoformat()).join()
    case.on(RELEASE).tell("custody.released", reason="released")
    held(case, noon(RELEASE + 5 * DAY))
    assert view(case).next_meeting is None


@pytest.mark.proves("R53")
def test_another_thing_to_talk_about_is_on_the_agenda_but_calls_nobody_again() -> None:
    case = OneCase().join().on(OPENS)
    before = calls(case)
    concern = {"concern": "k1", "kind": "wellbeing", "urgency": "routine", "description": "Sleeps badly."}
    case.tell("risk.concern-raised", **concern)
    case.on(OPENS + DAY)
    assert calls(case) == before
    meeting = view(case).next_meeting
    assert meeting is not None
    assert (meeting["at"], meeting["invited"]) == (ten(FIRST), MEMBERS)
    assert {"kind": "concern", "about": "k1"} in meeting["agenda"]
    assert "Sleeps badly." not in str(meeting)


def test_the_agenda_names_what_is_open_the_most_urgent_kinds_first() -> None:
    case = OneCase().join().on(FIRST - 4 * DAY)
    case.tell("court.condition-imposed", condition="c1", kind="conduct", text="Reports.")
    case.tell("custody.released", reason="released")
    breach = {"breach": "b1", "condition": "c1", "urgency": "routine", "description": "Missed."}
    case.tell("breach.reported", **breach)
    held(case, case.now + DAY)
    agenda = calls(case)[-1].agenda
    assert agenda[:3] == (
        AgendaItem(kind="breach", about="b1"),
        AgendaItem(kind="assessment", about="1"),
        AgendaItem(kind="plan", about="none"),
    )
    assert AgendaItem(kind="gap", about="plan: not agreed") in agenda


@pytest.mark.proves("R52")
def test_only_who_may_receive_is_invited_and_families_and_victims_arent_by_rule() -> None:
    case = OneCase().join("police", "probation")
    for member in ("mentor:m7", "family:f1", "school:s1"):
        case.tell("network.member-proposed", member=member)
        case.tell("network.member-answered", member=member, answer="accepted")
    for member in ("mentor:m7", "family:f1"):
        case.tell("network.agreement-signed", member=member, agreement="a", code_version="1")
    (call,) = calls(case.on(OPENS))
    assert call.invited == ("probation:eu", "police:eu", "mentor:m7")


@pytest.mark.proves("R52", "R71")
def test_who_joins_or_leaves_after_the_call_is_told_and_nobody_else() -> None:
    case = OneCase().join("police", "probation").on(OPENS)
    case.join("psychologist")
    case.tell("network.member-answered", member="police:eu", answer="withdrawn")
    first, joined, left = calls(case)
    assert first.at == joined.at == left.at
    assert [each.sequence for each in calls(case)] == [0, 1, 2]
    assert (joined.told, joined.uninvited) == (("psychologist:eu",), ())
    assert (left.told, left.uninvited) == ((), ("police:eu",))


def test_while_nobody_may_receive_nobody_is_called_and_then_at_once() -> None:
    case = OneCase().on(OPENS + weeks(1))
    assert calls(case) == []
    case.join("police")
    assert [each.invited for each in calls(case)] == [("police:eu",)]


def test_what_is_past_its_day_is_called_for_the_next_working_day_and_not_every_day() -> None:
    case = OneCase().on(FIRST + DAY).join("police")
    (call,) = calls(case)
    assert call.at == ten(LOCAL.add_working_days(FIRST + DAY, 1))
    assert calls(case.on(FIRST + weeks(4))) == [call]


def test_with_days_left_the_first_meeting_is_called_in_time() -> None:
    case = OneCase(release_date="2026-09-11").join()
    (at,) = {each.at for each in calls(case)}
    assert case.now < at <= noon(date(2026, 9, 11))


@pytest.mark.proves("R45")
def test_an_informal_meeting_counts_but_isnt_the_one_that_is_owed() -> None:
    case = OneCase().join().on(FIRST - DAY)
    before = case.duty("hold-meeting")
    case.tell("meeting.held", attendees=list(MEMBERS[:2]), informal=True, minutes_spent=20)
    assert case.duty("hold-meeting") == before
    assert view(case).time_spent == 20
    assert [each["informal"] for each in view(case).meetings] == [True]


def test_many_informal_meetings_dont_make_a_case_forget_when_it_last_met() -> None:
    case = OneCase().join()
    held(case, ten(FIRST))
    owed = case.duties("hold-meeting")[-1]
    for hours in range(2 * RECENT):
        held(case, ten(FIRST) + timedelta(hours=2 + hours), informal=True)
    assert case.duties("hold-meeting")[-1] == owed


@pytest.mark.proves("R53", "R91")
def test_a_meeting_shows_who_was_there_who_wasnt_and_why_and_what_it_took() -> None:
    case = OneCase().join()
    told = {"absentees": ["police:eu"], "absence_reasons": {"police:eu": "other-duty"}}
    held(case, ten(FIRST), **told, decisions=["The flat is taken.", "More visits."], minutes_spent=50)
    held(case, ten(FIRST + weeks(2)), minutes_spent=40)
    assert view(case).meetings[0] == told | {
        "at": ten(FIRST),
        "attendees": MEMBERS[:2],
        "absentees": ("police:eu",),
        "decisions": 2,
        "minutes_spent": 50,
        "informal": False,
    }
    assert view(case).time_spent == 90
    assert "The flat is taken." not in view(case).model_dump_json()


def test_a_case_whose_policy_says_nothing_of_calling_calls_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    meetings = POLICY.meetings.model_copy(update={"calling": None, "informal_counts": True})
    monkeypatch.setattr("tests.unit.one_case.POLICY", POLICY.model_copy(update={"meetings": meetings}))
    case = OneCase().join().on(FIRST)
    held(case, noon(FIRST), informal=True)
    assert (calls(case), len(case.duties("hold-meeting"))) == ([], 2)


def test_a_meeting_is_held_in_order_of_time_however_late_it_is_told() -> None:
    case = OneCase().join()
    held(case, ten(FIRST))
    case.tell("meeting.held", case.now - DAY, attendees=list(MEMBERS[:2]))
    kept: tuple[Meeting, ...] = case.state.meetings
    assert all(one.at <= other.at for one, other in pairwise(kept))


@pytest.mark.proves("R45", "R53")
def test_the_agenda_names_what_is_overdue_in_procedures_too_wherever_it_is_drawn() -> None:
    case = OneCase().join()
    case.record(ProcedureStarted(procedure=INFORMATION_HANDOVER, number=3))
    case.on(FIRST + weeks(5))
    late = "information-handover/3/supply-item:risk-assessment"
    assert AgendaItem(kind="overdue", about=late) in calls(case)[-1].agenda
    assert AgendaItem(kind="overdue", about=late) not in calls(case)[0].agenda
    case.tell("handover.item-supplied", item="risk-assessment", by="prison:eu")
    case.on(FIRST + weeks(10))
    assert AgendaItem(kind="overdue", about=late) not in calls(case)[-1].agenda


@pytest.mark.proves("R45")
@pytest.mark.parametrize("others", [["family:f1", "person:P-1"], ["police:elsewhere"], []])
def test_a_meeting_of_one_agency_neither_is_the_one_owed_nor_calls_it_off(others: list[str]) -> None:
    case = OneCase().join()
    case.tell("network.member-proposed", member="family:f1")
    before = next_owed(case.on(FIRST - 2 * DAY).join_as("family:f1").state, POLICY)
    case.tell("meeting.held", attendees=["probation:eu", *others])
    assert next_owed(case.state, POLICY) == before
    assert cancellations(case) == []
    assert len(view(case).meetings) == 1
    case.tell("meeting.held", attendees=["probation:eu", "police:eu", *others])
    assert next_owed(case.state, POLICY) != before


@pytest.mark.proves("R45", "R71")
def test_who_hadnt_signed_by_then_makes_no_meeting_of_the_network_and_who_leaves_later_undoes_none() -> None:
    case = OneCase().join("probation", "prison").on(FIRST - 2 * DAY)
    before = next_owed(case.state, POLICY)
    case.tell("meeting.held", attendees=["probation:eu", "police:eu"])
    case.until(case.now + DAY).join("police")
    assert next_owed(case.state, POLICY) == before
    case.tell("meeting.held", attendees=["probation:eu", "police:eu"])
    held_so = next_owed(case.state, POLICY)
    assert held_so != before
    case.until(case.now + DAY).tell("network.member-answered", member="police:eu", answer="withdrawn")
    assert next_owed(case.state, POLICY) == held_so


def test_a_policy_that_asks_for_no_agencies_counts_every_meeting() -> None:
    case = OneCase().join().on(FIRST - 2 * DAY)
    case.tell("meeting.held", attendees=["probation:eu"])
    anybody = POLICY.meetings.model_copy(update={"agencies": None})
    assert list(counted(case.state, POLICY)) == []
    assert len(list(counted(case.state, POLICY.model_copy(update={"meetings": anybody})))) == 1
