"""Manager appointment: a joint decision by its date, probation by default, and never a release without a manager."""

from datetime import timedelta

from tests.orchestration.telling import (
    LOCAL,
    MEMBERS,
    POLICE,
    PROBATION,
    is_released,
    network_stands,
    opened,
)
from tests.orchestration.world import World


async def opens(case: World) -> None:
    """Sixteen weeks before release, on a case with a network that stands."""
    release = await opened(case)
    await network_stands(case)
    calendar = await case.calendar()
    await case.until(calendar.end_of_day(release - timedelta(weeks=16)) + timedelta(hours=1))


async def vote(case: World, *votes: tuple[str, str]) -> None:
    for member, cast in votes:
        data = {"member": member, "nominee": POLICE, "vote": cast}
        await case.say("appointment.vote-cast", data)


async def test_nominations_open_sixteen_weeks_before_release_for_ten_working_days(case: World) -> None:
    await opens(case)
    calendar = await case.calendar()
    opened_on = calendar.local_date((await case.now()) - timedelta(hours=1))
    due = (await case.owed("decide-manager"))["due"]
    assert due == calendar.end_of_day(calendar.add_working_days(opened_on, 10))


async def test_a_nominee_whom_the_majority_wants_is_appointed_as_soon_as_it_cannot_change(
    case: World,
) -> None:
    await opens(case)
    await case.say("appointment.nominated", {"nominee": POLICE, "rationale": "Knows him well."})
    await vote(case, *((member, "for") for member in MEMBERS[:4]))
    await case.days(1)
    manager = (await case.view()).case_manager
    assert manager is not None
    assert (manager["member"], manager["interim"]) == (POLICE, False)


async def test_where_nobody_else_is_nominated_the_probation_officer_is_appointed_at_the_date(
    case: World,
) -> None:
    await opens(case)
    assert (await case.view()).case_manager is None
    due = (await case.owed("decide-manager"))["due"]
    await case.until(due + timedelta(hours=1))
    manager = (await case.view()).case_manager
    assert manager is not None
    assert (manager["member"], manager["interim"]) == (PROBATION, False)
    decided = await case.owed("decide-manager")
    assert (decided["state"], decided["escalations"]) == ("met", 0)


async def test_without_a_quorum_probation_stands_in_until_the_network_has_decided(case: World) -> None:
    await opens(case)
    await case.say("appointment.nominated", {"nominee": POLICE, "rationale": "Knows him well."})
    await vote(case, (LOCAL, "for"))
    due = (await case.owed("decide-manager"))["due"]
    await case.until(due + timedelta(hours=1))
    manager = (await case.view()).case_manager
    assert manager is not None
    assert (manager["member"], manager["interim"]) == (PROBATION, True)
    await vote(case, *((member, "for") for member in MEMBERS[:3]))
    await case.days(1)
    manager = (await case.view()).case_manager
    assert manager is not None
    assert (manager["member"], manager["interim"]) == (POLICE, False)


async def test_nobody_is_released_without_a_manager(case: World) -> None:
    release = await opened(case, days=3)
    await is_released(case, release)
    manager = (await case.view()).case_manager
    assert manager is not None
    assert (manager["member"], manager["interim"]) == (PROBATION, True)
