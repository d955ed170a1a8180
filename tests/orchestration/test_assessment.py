"""Joint assessment: before release, by level afterwards, and at once when something calls for it."""

from datetime import timedelta

import pytest

from tests.orchestration.chasing import chased
from tests.orchestration.telling import POLICE, PROBATION, is_concluded, is_released, network_stands, opened
from tests.orchestration.world import World


async def test_the_first_assessment_is_due_ten_weeks_before_release(case: World) -> None:
    release = await opened(case)
    calendar = await case.calendar()
    await case.days(0.1)
    owed = await case.owed("conclude-assessment")
    assert owed["due"] == calendar.end_of_day(release - timedelta(weeks=10))
    (first,) = (await case.view()).assessments
    assert (first["reason"], first["state"]) == ("pre-release", "open")


@pytest.mark.proves("R21", "R98")
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


@pytest.mark.proves("R18")
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


@pytest.mark.proves("R22")
async def test_where_nobody_concludes_the_responsible_is_reminded_once_and_escalated_on_each_date(
    case: World,
) -> None:
    release = await opened(case)
    calendar = await case.calendar()
    due = calendar.end_of_day(release - timedelta(weeks=10))
    await case.until(calendar.start_of_day(release) + timedelta(hours=9))
    reminded, escalated = await chased(case, "conclude-assessment:1")
    assert [to for _, to in reminded] == [PROBATION]
    expected = [(due + n * timedelta(weeks=1)).date() for n in range(len(escalated))]
    assert [at.date() for at, _ in escalated] == expected
    assert len(escalated) == 10
    assert {to for _, to in escalated} == {"local-government:eu"}
    view = await case.view()
    assert view.case_manager is not None
    assert {"gap": "assessment: none concluded", "owner": PROBATION} in view.gaps_owed


@pytest.mark.proves("R23")
async def test_a_conclusion_that_is_raised_by_ideology_alone_is_refused_and_stays_owed(case: World) -> None:
    await opened(case)
    await network_stands(case)
    data = {"round": "current", "level": "high", "rationale": "Said why.", "members": [PROBATION, POLICE]}
    await case.say("assessment.concluded", data | {"grounds": ["ideology"]})
    await case.days(1)
    view = await case.view()
    assert (view.level, view.level_provisional) == ("medium", True)
    assert [each["reason"] for each in view.refused] == [
        "grounds: ideology alone can't raise the level to high"
    ]
    assert (await case.owed("conclude-assessment"))["state"] == "open"


@pytest.mark.proves("R20")
async def test_an_assessment_that_changes_the_level_has_the_plan_reviewed(case: World) -> None:
    await opened(case)
    await network_stands(case)
    drafted = {"interventions": [{"activity": "housing", "provider": "housing:x"}]}
    await case.say("plan.drafted", drafted)
    await is_concluded(case, "high")
    await case.days(1)
    assert (await case.owed("review-plan"))["state"] == "open"
    await case.say("plan.drafted", drafted)
    await case.days(1)
    assert (await case.owed("review-plan"))["state"] == "met"
