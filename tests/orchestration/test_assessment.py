"""Joint assessment: before release, by level afterwards, and at once when something calls for it."""

from datetime import timedelta

from tests.orchestration.telling import is_concluded, is_released, network_stands, opened
from tests.orchestration.world import World


async def test_the_first_assessment_is_due_ten_weeks_before_release(case: World) -> None:
    release = await opened(case)
    calendar = await case.calendar()
    await case.days(0.1)
    owed = await case.owed("conclude-assessment")
    assert owed["due"] == calendar.end_of_day(release - timedelta(weeks=10))
    (first,) = (await case.view()).assessments
    assert (first["reason"], first["state"]) == ("pre-release", "open")


async def test_after_a_conclusion_the_next_one_is_due_by_level(case: World) -> None:
    release = await opened(case)
    await network_stands(case)
    await case.until((await case.calendar()).end_of_day(release - timedelta(weeks=11)))
    await is_concluded(case, "high")
    calendar = await case.calendar()
    concluded = calendar.local_date(await case.now())
    await case.days(2)
    view = await case.view()
    assert (view.level, view.level_provisional) == ("high", False)
    assert view.assessments[1]["due"] == calendar.end_of_day(concluded + timedelta(weeks=4))


async def test_a_concern_of_danger_calls_for_an_assessment_within_five_working_days(case: World) -> None:
    release = await opened(case)
    await network_stands(case)
    await is_released(case, release)
    await is_concluded(case, "low")
    await case.days(7)
    concern = {"concern": "k1", "kind": "radical-contact", "urgency": "routine", "description": "Seen."}
    await case.say("risk.concern-raised", concern)
    calendar = await case.calendar()
    today = calendar.local_date(await case.now())
    await case.days(1)
    newest = (await case.view()).assessments[-1]
    assert newest["reason"] == "concern"
    assert newest["due"] == calendar.end_of_day(calendar.add_working_days(today, 5))


async def test_a_concern_for_the_persons_wellbeing_does_not(case: World) -> None:
    release = await opened(case)
    await network_stands(case)
    await is_released(case, release)
    await is_concluded(case, "low")
    await case.days(7)
    before = len((await case.view()).assessments)
    concern = {"concern": "k1", "kind": "wellbeing", "urgency": "routine", "description": "Looks tired."}
    await case.say("risk.concern-raised", concern)
    await case.days(1)
    assert len((await case.view()).assessments) == before
