"""Local days: working days, changes of the clocks, and spans as a policy writes them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from activities.calendars import CalendarAsked, read_calendar
from activities.pack_faults import UnknownPolicy
from activities.policies import load_policy
from domain.calendar import LocalCalendar
from domain.case.opening import calendar_years
from domain.case.state import CaseState
from domain.clock import CaseClock
from domain.policy import Jurisdiction, Policy
from domain.span import PlainSpan, Span

SPAN: TypeAdapter[PlainSpan] = TypeAdapter(Span)


async def brussels() -> LocalCalendar:
    asked = CalendarAsked(
        name="eu",
        jurisdiction=Jurisdiction(timezone="Europe/Brussels", holidays="ECB"),
        first=date(2026, 1, 1),
        last=date(2027, 12, 31),
    )
    return await read_calendar(asked)


def span(written: str) -> PlainSpan:
    return SPAN.validate_python(written)


async def test_a_local_day_ends_at_local_midnight_in_summer_and_in_winter() -> None:
    local = await brussels()
    assert local.end_of_day(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, tzinfo=UTC)
    assert local.end_of_day(date(2026, 12, 1)) == datetime(2026, 12, 1, 23, tzinfo=UTC)


async def test_the_days_on_which_the_clocks_change_have_23_and_25_hours() -> None:
    local = await brussels()
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert local.end_of_day(spring) - local.start_of_day(spring) == timedelta(hours=23)
    assert local.end_of_day(autumn) - local.start_of_day(autumn) == timedelta(hours=25)


async def test_working_days_pass_over_weekends_and_holidays() -> None:
    local = await brussels()
    thursday_before_easter = date(2026, 4, 2)
    assert local.add_working_days(thursday_before_easter, 1) == date(2026, 4, 7)


async def test_the_last_working_day_by_easter_monday_is_the_thursday_before() -> None:
    local = await brussels()
    assert local.last_working_day(date(2026, 4, 6)) == date(2026, 4, 2)
    assert local.last_working_day(date(2026, 4, 1)) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("day", "in_utc"),
    [(date(2026, 3, 28), 9), (date(2026, 3, 29), 8), (date(2026, 10, 24), 8), (date(2026, 10, 25), 9)],
)
async def test_ten_in_the_morning_is_ten_by_local_clocks_also_on_the_day_they_change(
    day: date, in_utc: int
) -> None:
    local = await brussels()
    assert local.instant(day, time(10)) == datetime(day.year, day.month, day.day, in_utc, tzinfo=UTC)


def test_a_calendar_that_is_renewed_years_later_still_knows_the_days_before_the_opening() -> None:
    case, today = CaseState(opened_at=datetime(2026, 9, 1, tzinfo=UTC)), date(2032, 11, 23)
    assert calendar_years(CaseState(), today) == (date(2031, 1, 1), date(2037, 12, 31))
    assert calendar_years(case, today) == (date(2025, 1, 1), date(2037, 12, 31))


async def test_hours_run_through_nights_and_weekends() -> None:
    friday_night = datetime(2026, 7, 3, 22, tzinfo=UTC)
    assert span("4 hours").after(friday_night, await brussels()) == friday_night + timedelta(hours=4)


def test_six_months_before_the_last_of_august_is_the_last_of_february() -> None:
    assert span("6 months").days_before(date(2026, 8, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize("written", ["six months", "10", "10 fortnights", "-1 weeks"])
def test_a_span_that_is_not_one_says_how_it_is_written(written: str) -> None:
    with pytest.raises(ValidationError, match="is written like"):
        span(written)


@pytest.mark.parametrize("written", ["10 working days", "4 hours"])
def test_a_pack_that_counts_back_what_cant_be_is_refused_with_field_value_and_reason(written: str) -> None:
    pack = load_policy("mates").model_dump(mode="json")
    pack["network"]["renew"] = pack["meetings"]["calling"]["ahead"] = written
    with pytest.raises(ValidationError, match=f"{written} can't be counted back") as refusal:
        Policy.model_validate(pack)
    fields = [".".join(map(str, error["loc"])) for error in refusal.value.errors()]
    assert fields == ["network.renew", "meetings.calling.ahead"]


def test_the_default_pack_survives_the_journey_through_json() -> None:
    policy = load_policy("mates")
    assert Policy.model_validate_json(policy.model_dump_json()) == policy
    assert load_policy("mates@1") == policy


@pytest.mark.parametrize("name", ["nobody", "mates@99"])
def test_a_pack_that_does_not_exist_is_named(name: str) -> None:
    with pytest.raises(UnknownPolicy, match=name):
        load_policy(name)


def test_the_exercise_clock_is_exact_both_ways() -> None:
    clock = CaseClock.exercise(datetime(2026, 9, 1, tzinfo=UTC), days_per_second=10)
    later = clock.epoch + timedelta(seconds=3)
    assert clock.case_time(later) == clock.epoch + timedelta(days=30)
    assert clock.engine_time(clock.case_time(later)) == later
