"""Short notice (R17): with six months, six weeks, six days and six hours left, in order, and open about the cost."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from domain.case.events import PreparationShortened
from domain.case.shortening import given_up
from domain.case.timetable import Timetable
from domain.case.view import case_view
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
