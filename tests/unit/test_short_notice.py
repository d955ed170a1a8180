"""Short notice (R17): with six months, six weeks, six days and six hours left, in order, and open about the cost."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from domain.briefing.details import details_of_case
from domain.case.events import PreparationShortened
from domain.case.shortening import given_up
from domain.case.timetable import Timetable
from domain.case.view import case_view
from domain.network.duties import network_duties
from domain.network.events import MemberInvited
from domain.network.vacancies import next_vacancy
from tests.unit.one_case import LOCAL, OPENED, POLICY, OneCase, weeks
from tests.unit.test_appointment import duty, manager

STEPS = POLICY.preparation
IN_ORDER = (
    STEPS.person_informed,
    STEPS.network_complete,
    STEPS.nominations,
    STEPS.items_supplied,
    STEPS.items_acknowledged,
    POLICY.meetings.starts,
    STEPS.assessment_concluded,
    STEPS.plan_agreed,
)
EVENING = datetime(2026, 9, 1, 18, tzinfo=OPENED.tzinfo)
LEFT = {
    "six months": (OPENED, date(2027, 3, 1)),
    "six weeks": (OPENED, date(2026, 10, 13)),
    "six days": (OPENED, date(2026, 9, 7)),
    "six hours": (EVENING, date(2026, 9, 2)),
}
lefts = pytest.mark.parametrize("left", LEFT)


def opened_with(left: str) -> OneCase:
    opened_at, release = LEFT[left]
    return OneCase(opened_at, release_date=release.isoformat())


def dates(case: OneCase) -> list[date]:
    timetable = Timetable(case.state, POLICY)
    days = [timetable.day_before_release(span) for span in IN_ORDER]
    return [day for day in days if day is not None]


@pytest.mark.proves("R17")
@lefts
def test_every_step_stays_and_they_stay_in_their_order(left: str) -> None:
    case = opened_with(left)
    days = dates(case)
    assert len(days) == len(IN_ORDER)
    assert all(earlier <= later for earlier, later in pairwise(days))
    assert all(day >= case.state.opened_at.date() for day in days if case.state.opened_at)


def test_with_six_months_nothing_is_given_up() -> None:
    case = opened_with("six months")
    assert (case.state.short_notice, case.state.given_up) == (False, ())
    assert dates(case) == [span.days_before(LEFT["six months"][1]) for span in IN_ORDER]


@pytest.mark.proves("R17")
@pytest.mark.parametrize(
    ("left", "now"),
    [
        ("six weeks", [32, 29, 26, 23, 20, 20, 16, 10, 4]),
        ("six days", [5, 4, 4, 4, 3, 3, 3, 2, 1]),
        ("six hours", [0, 0, 0, 0, 0, 0, 0, 0, 1]),
    ],
)
def test_each_step_has_its_share_of_the_time_that_is_left_and_what_was_given_up_is_said(
    left: str, now: list[int]
) -> None:
    case = opened_with(left)
    view = case_view(case.state, (), case.now, version=1)
    assert view.short_notice
    assert [each["step"] for each in view.given_up] == [
        "person informed",
        "network complete",
        "nominations",
        "items supplied",
        "items acknowledged",
        "meetings",
        "assessment concluded",
        "plan agreed",
        "release check",
    ]
    assert [each["planned"] for each in view.given_up] == [140, 126, 112, 98, 84, 84, 70, 42, 14]
    assert [each["now"] for each in view.given_up] == now


def test_what_was_given_up_is_recorded_once_and_again_when_the_release_moves() -> None:
    case = opened_with("six weeks")
    case.until(case.now + timedelta(days=3))
    later = (date(2026, 10, 13) + weeks(2)).isoformat()
    case.tell("custody.release-date", **case.known | {"release_date": later})
    case.until(case.now + timedelta(days=1))
    recorded = [each for each in case.recorded if isinstance(each, PreparationShortened)]
    assert [each.release_day.isoformat() for each in recorded] == ["2026-10-13", later]
    assert recorded[0].given_up[0].now < recorded[1].given_up[0].now
    assert case.state.given_up == given_up(case.state, POLICY)


def test_a_release_that_moves_beyond_the_lead_time_gives_back_what_was_given_up() -> None:
    case = opened_with("six weeks")
    case.tell("custody.release-date", **case.known | {"release_date": "2027-06-01"})
    case.until(case.now + timedelta(days=1))
    assert case.state.given_up == ()


def decided_in(opened_at: datetime, left: int) -> tuple[datetime, datetime, datetime | None]:
    """With so many days left: when nominations open, by when it is decided, and by when items are acknowledged."""
    case = OneCase(opened_at, release_date=(opened_at.date() + timedelta(days=left)).isoformat())
    nominations = Timetable(case.state, POLICY).day_before_release(STEPS.nominations)
    assert nominations is not None
    case.on(max(nominations, opened_at.date()))
    assert case.state.appointment is not None
    acknowledged = Timetable(case.state, POLICY).before_release(STEPS.items_acknowledged)
    return case.state.appointment.opened_at, case.state.appointment.due, acknowledged


@pytest.mark.proves("R17")
@pytest.mark.parametrize("weekday", range(7))
def test_the_manager_is_decided_on_before_the_steps_that_follow_whatever_the_weekday(weekday: int) -> None:
    opened_at = OPENED + timedelta(days=weekday)
    for left in (*range(2, 15), 21, 42, 100):
        opens, due, acknowledged = decided_in(opened_at, left)
        assert acknowledged is not None
        assert opens < due <= acknowledged, left


def test_in_a_case_begun_before_the_decision_has_a_working_day_whatever_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    appointment = POLICY.appointment.model_copy(update={"in_order": False})
    monkeypatch.setattr("tests.unit.one_case.POLICY", POLICY.model_copy(update={"appointment": appointment}))
    friday = OPENED + timedelta(days=3)
    _, due, acknowledged = decided_in(friday, 5)
    assert acknowledged is not None
    assert due > acknowledged


@pytest.mark.proves("R17")
def test_the_decision_on_the_manager_has_less_time_too_but_a_working_day() -> None:
    for left, days in (("six weeks", 3), ("six days", 1)):
        case = opened_with(left)
        case.on(dates(case)[2])
        assert case.state.appointment is not None
        opens = LOCAL.local_date(case.state.appointment.opened_at)
        assert LOCAL.day_ended(duty(case).due) == LOCAL.add_working_days(opens, days)


@pytest.mark.proves("R17", "R76")
def test_with_six_hours_the_interim_manager_is_there_at_once_and_the_rest_is_made_good_after_release() -> (
    None
):
    case = opened_with("six hours")
    release = LEFT["six hours"][1]
    assert manager(case) == ("probation:eu", True)
    assert all(release < day < STEPS.opens.days_after(release, LOCAL) for day in dates(case))
    check = case.duty("release-check")
    assert check is not None
    assert check.due == LOCAL.start_of_day(release)
    plan = case.duty("agree-plan")
    case.on(release).tell("custody.released", reason="released")
    assert plan == case.duty("agree-plan")


def test_the_release_check_comes_before_the_release_however_little_time_there_is() -> None:
    for left, (opened_at, release) in LEFT.items():
        check = Timetable(opened_with(left).state, POLICY).release_check
        assert check is not None
        assert opened_at.date() <= check < release


def test_a_case_whose_policy_knows_nothing_of_catching_up_goes_on_as_before() -> None:
    case = opened_with("six hours")
    before = POLICY.model_copy(update={"preparation": STEPS.model_copy(update={"catch_up": None})})
    day = Timetable(case.state, before).day_before_release(STEPS.plan_agreed)
    assert (day, given_up(case.state, before)) == (date(2026, 9, 1), ())


def invited(left: str) -> OneCase:
    case = opened_with(left)
    case.record(MemberInvited(member="police:eu"))
    return case


def network_due(case: OneCase, kind: str) -> datetime:
    (due,) = (each.due for each in network_duties(case.state, POLICY) if each.id == f"{kind}:police:eu")
    return due


@pytest.mark.proves("R17")
@pytest.mark.parametrize("prompt", [True, False])
@pytest.mark.parametrize("left", ["six weeks", "six days"])
def test_the_answer_and_the_signature_are_due_before_the_decision_and_all_before_release(
    left: str, prompt: bool
) -> None:
    case = invited(left)
    answer = network_due(case, "answer-invitation")
    if not prompt:
        case.until(answer - timedelta(minutes=1))
    case.tell("network.member-answered", member="police:eu", answer="accepted")
    sign = network_due(case, "sign-agreement")
    complete = Timetable(case.state, POLICY).before_release(STEPS.network_complete)
    case.on(dates(case)[2])
    owed = [duty(case), case.duty("conclude-assessment"), case.duty("agree-plan"), case.duty("release-check")]
    later = [each.due for each in owed if each is not None]
    in_order = [answer, sign, *later, LOCAL.start_of_day(LEFT[left][1])]
    assert in_order == sorted(in_order)
    assert complete is not None
    assert sign <= complete


@pytest.mark.proves("R17", "R31")
@pytest.mark.parametrize(("left", "working_days"), [("six weeks", 3), ("six days", 1), ("six hours", 2)])
def test_there_is_a_working_day_to_answer_at_least_and_who_is_silent_is_replaced_sooner_too(
    left: str, working_days: int
) -> None:
    case = invited(left)
    answer = network_due(case, "answer-invitation")
    assert LOCAL.day_ended(answer) == LOCAL.add_working_days(case.now.date(), working_days)
    replaced = next_vacancy(case.state, POLICY, case.now)
    assert replaced is not None
    assert answer < replaced < answer + weeks(1)


def test_who_is_invited_after_the_release_has_the_whole_time_to_answer_and_to_sign() -> None:
    case = opened_with("six weeks")
    case.on(LEFT["six weeks"][1]).tell("custody.released", reason="released")
    case.record(MemberInvited(member="police:eu"))
    assert network_due(case, "answer-invitation") == POLICY.network.answer.after(case.now, LOCAL)
    case.tell("network.member-answered", member="police:eu", answer="accepted")
    assert network_due(case, "sign-agreement") == POLICY.network.sign.after(case.now, LOCAL)


def test_a_case_whose_policy_shrinks_no_answer_goes_on_as_before() -> None:
    case = invited("six days")
    network = POLICY.network.model_copy(update={"shrinks": False})
    before = POLICY.model_copy(update={"network": network})
    answer = POLICY.network.answer.after(case.now, LOCAL)
    assert [each.due for each in network_duties(case.state, before)] == [answer]
    assert next_vacancy(case.state, before, case.now) == answer + weeks(3)


def test_what_there_is_no_time_for_before_release_reads_at_once() -> None:
    text = details_of_case(opened_with("six hours").state, EVENING)
    assert "- person informed: at once instead of 140 days before release" in text


@pytest.mark.proves("R17")
def test_what_was_given_up_reads_alike_on_every_day_until_the_release_moves() -> None:
    case = opened_with("six days")
    days = [*dates(case), LEFT["six days"][1] - timedelta(days=1)]
    read = [case_view(case.on(day).state, (), case.now, version=1).given_up for day in days]
    assert all(each == read[0] for each in read)


@pytest.mark.proves("R17")
def test_a_day_less_than_planned_is_short_notice_and_gives_nothing_up() -> None:
    case = OneCase(OPENED, release_date=(LEFT["six months"][1] - timedelta(days=3)).isoformat())
    view = case_view(case.state, (), case.now, version=1)
    assert (view.short_notice, view.given_up) == (True, [])
    assert case.state.given_up
