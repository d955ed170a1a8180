"""Manager appointment: a joint decision by its date, probation by default, and never a release without a manager."""

from datetime import date, datetime, timedelta

import pytest

from tests.orchestration.telling import (
    LOCAL,
    MEMBERS,
    POLICE,
    PROBATION,
    PSYCHOLOGIST,
    is_released,
    network_stands,
    opened,
)
from tests.orchestration.world import World


async def opens(case: World) -> date:
    """Sixteen weeks before release, on a case with a network that stands; the day on which nominations open."""
    day = await opened(case) - timedelta(weeks=16)
    await network_stands(case)
    await case.until((await case.calendar()).end_of_day(day) + timedelta(hours=1))
    return day


async def vote(case: World, *votes: tuple[str, str]) -> None:
    for member, cast in votes:
        data = {"member": member, "nominee": POLICE, "vote": cast}
        await case.say("appointment.vote-cast", data)


async def test_nominations_open_sixteen_weeks_before_release_for_ten_working_days(case: World) -> None:
    opened_on, calendar = await opens(case), await case.calendar()
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


async def test_a_decision_whose_votes_are_withdrawn_is_taken_anew_while_the_manager_stays_ad_interim(
    case: World,
) -> None:
    await opens(case)
    await case.say("appointment.nominated", {"nominee": POLICE, "rationale": "Knows him well."})
    for member in MEMBERS[:4]:
        data = {"member": member, "nominee": POLICE, "vote": "for"}
        await case.say("appointment.vote-cast", data, id=f"vote-of-{member}")
    await case.days(1)
    withdrawn = {"source": "/tests", "id": f"vote-of-{MEMBERS[0]}", "reason": "Of another case."}
    await case.say("fact.withdrawn", withdrawn)
    await case.days(1)
    manager = (await case.view()).case_manager
    assert manager is not None
    assert (manager["member"], manager["interim"]) == (POLICE, True)
    await vote(case, (MEMBERS[0], "for"))
    await case.days(1)
    view = await case.view()
    assert view.case_manager is not None
    assert (view.case_manager["member"], view.case_manager["interim"]) == (POLICE, False)
    decisions = [each["state"] for each in view.obligations if each["kind"] == "decide-manager"]
    assert decisions == ["met", "met"]
    await case.ensure_verified()


@pytest.mark.proves("R74", "R76")
@pytest.mark.parametrize(("days", "interim"), [(1, True), (3, False)])
async def test_nobody_is_released_without_a_manager(case: World, days: int, interim: bool) -> None:
    """With a day left somebody stands in at once; with three the decision is due before release, and by default."""
    release = await opened(case, days=days)
    await is_released(case, release)
    manager = (await case.view()).case_manager
    assert manager is not None
    assert (manager["member"], manager["interim"]) == (PROBATION, interim)


@pytest.mark.proves("R14", "R74", "R75")
async def test_a_manager_who_wont_come_back_hands_over_and_the_next_one_is_introduced(case: World) -> None:
    await opens(case)
    await case.say("appointment.nominated", {"nominee": POLICE, "rationale": "Knows him well."})
    await vote(case, *((member, "for") for member in MEMBERS[:4]))
    await case.days(1)
    await case.say("person.informed", {"disclosure": "contact", "by": POLICE})
    await case.say("appointment.manager-unavailable", {"from": (await case.today()).isoformat()})
    await case.days(1)
    assert (await case.view()).contact == await contact_of(case, PROBATION)
    await case.say("appointment.nominated", {"nominee": PSYCHOLOGIST, "rationale": "Next to know him."})
    for member in MEMBERS[:4]:
        data = {"member": member, "nominee": PSYCHOLOGIST, "vote": "for"}
        await case.say("appointment.vote-cast", data)
    await case.days(1)
    assert (await case.view()).contact == await contact_of(case, PSYCHOLOGIST)
    handed_over = await case.owed("hand-over-case")
    assert (handed_over["owner"], handed_over["state"]) == (POLICE, "open")
    await case.say("appointment.case-handed-over", {"from": POLICE, "to": PSYCHOLOGIST})
    await case.say("person.informed", {"disclosure": "contact", "by": PSYCHOLOGIST})
    await case.days(1)
    told = [each for each in (await case.view()).obligations if "contact-" in each["id"]]
    assert [(each["owner"], each["state"]) for each in told] == [(POLICE, "met"), (PSYCHOLOGIST, "met")]
    assert (await case.owed("hand-over-case"))["state"] == "met"
    await case.ensure_verified()


async def contact_of(case: World, member: str) -> dict[str, object]:
    manager = (await case.view()).case_manager
    assert manager is not None
    return {"member": member, "since": manager["since"]}


@pytest.mark.proves("R76")
async def test_where_nobody_ever_votes_each_step_of_the_ladder_comes_once_and_on_its_date(
    case: World,
) -> None:
    await opens(case)
    await case.say("appointment.nominated", {"nominee": POLICE, "rationale": "Knows him well."})
    due = (await case.owed("decide-manager"))["due"]
    appointment = (await case.view_state()).appointment
    assert appointment is not None
    await case.until(due + timedelta(weeks=2, hours=1))
    half_way = to_the_minute(appointment.opened_at + (due - appointment.opened_at) / 2)
    assert await steps_of(case, "decide-manager") == [
        ("reminded", PROBATION, half_way),
        *(("escalated", LOCAL, due + timedelta(weeks=week)) for week in range(3)),
    ]
    manager = (await case.view()).case_manager
    assert manager is not None
    assert (manager["member"], manager["interim"]) == (PROBATION, True)


async def steps_of(case: World, kind: str) -> list[tuple[str, str, datetime]]:
    """Reminders and escalations of one obligation: to whom, and when, to the minute."""
    found = []
    for each in await case.events():
        word = each["type"].split(".")[-2]
        if word in ("reminded", "escalated") and each["data"]["obligation"].startswith(kind):
            at = to_the_minute(datetime.fromisoformat(each["recorded_at"]))
            found.append((word, each["data"]["to"], at))
    return found


def to_the_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


@pytest.mark.proves("R78")
async def test_in_another_area_its_probation_service_holds_the_case_and_stands_in_for_a_manager_who_held_it(
    case: World,
) -> None:
    await opens(case)
    await case.until((await case.owed("decide-manager"))["due"] + timedelta(hours=1))
    await case.say("case.transferred", {"jurisdiction": "eu-south", "office": "harbour"})
    await case.days(1)
    view = await case.view()
    manager = view.case_manager
    assert manager is not None
    assert (view.case_holder, manager["member"], manager["interim"]) == (
        "probation:eu-south",
        "probation:eu-south",
        True,
    )
    invited = await case.owed("answer-invitation", "probation:eu-south")
    assert invited["state"] == "open"
    await case.ensure_verified()
