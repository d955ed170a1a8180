"""Named members from the directory when a case opens, and somebody else for whoever leaves."""

from datetime import date, timedelta

import pytest
from temporalio.api.enums.v1 import EventType

from activities.agencies import CHOOSE_MEMBERS
from domain.vocabulary import PERMANENT_ROLES
from tests.orchestration.directory import directory_has
from tests.orchestration.telling import POLICE, PROBATION, joins, opened, released_on
from tests.orchestration.world import World
from tests.unit.agencies import agency

EAST, WEST = "police:east", "police:west"


async def leaves(case: World, member: str, answer: str = "declined") -> None:
    await case.say("network.member-answered", {"member": member, "answer": answer})


async def states(case: World, role: str = "police") -> dict[str, tuple[str, str]]:
    network = (await case.view()).network
    return {each["member"]: (each["standing"], each["state"]) for each in network if each["role"] == role}


async def asked_directory(case: World) -> int:
    """How often the case has asked; the first time when it was opened."""
    scheduled = EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    return len(
        [
            each
            async for each in case.handle.fetch_history_events()
            if each.event_type == scheduled
            and each.activity_task_scheduled_event_attributes.activity_type.name == CHOOSE_MEMBERS
        ]
    )


@pytest.mark.proves("R31", "R34", "R42", "R46")
async def test_a_case_opens_with_the_nearest_agency_of_each_permanent_role(case: World) -> None:
    await directory_has(
        case,
        agency("police:harbour-desk", channel="mail", address="desk@harbour.example"),
        agency("police:hills-desk", locality="hills"),
        agency("probation:ab12", level="regional", locality=None),
        agency("psychologist:away", unavailable=True),
        agency("social-services:south", jurisdiction="eu-south"),
    )
    release = await case.today() + timedelta(days=180)
    await case.say("custody.release-date", released_on(release, months=12) | {"office": "hills"})
    await case.days(1)
    members = {each["role"]: each["member"] for each in (await case.view()).network}
    assert members == {role: f"{role}:eu" for role in PERMANENT_ROLES} | {
        "police": "police:hills-desk",
        "probation": "probation:ab12",
    }
    view = await case.view()
    assert (view.case_holder, view.office) == ("probation:ab12", "hills")
    (opening,) = await case.told("case.opened")
    assert opening["chosen"] == ["probation:ab12", "police:hills-desk"]
    assert "example" not in str(await case.events())


@pytest.mark.proves("R1")
async def test_a_community_sentence_asks_for_no_prison(case: World) -> None:
    await directory_has(case, agency("prison:north"), agency("police:north"))
    today: date = await case.today()
    sentence = released_on(today, months=6) | {"release_date": None, "kind": "unknown"}
    await case.say("custody.release-date", sentence | {"supervision_start": today.isoformat()})
    assert "police:north" in await states(case)
    assert await states(case, "prison") == {}


async def test_who_declines_is_replaced_by_the_next_of_the_directory_and_the_next_after_that(
    case: World,
) -> None:
    await opened(case)
    await directory_has(case, agency(EAST), agency(WEST))
    await leaves(case, POLICE)
    await case.days(1)
    assert await states(case) == {EAST: ("permanent", "invited"), POLICE: ("ad-hoc", "declined")}
    assert (await case.owed("answer-invitation", EAST))["state"] == "open"
    await leaves(case, EAST)
    await case.days(1)
    assert (await states(case))[WEST] == ("permanent", "invited")
    await joins(case, WEST)
    await case.days(1)
    assert await asked_directory(case) == 3, "once at the opening, then once for each who left"
    assert [each["instead_of"] for each in await case.told("network.substitute-proposed")] == [POLICE, EAST]


@pytest.mark.proves("R31", "R39", "R52")
async def test_after_the_third_escalation_somebody_else_is_asked_and_a_late_answer_makes_an_ad_hoc_member(
    case: World,
) -> None:
    await opened(case)
    for member in (f"{role}:eu" for role in PERMANENT_ROLES if role != "police"):
        await joins(case, member)
    await directory_has(case, agency(EAST))
    await case.days(0.1)
    due = (await case.owed("answer-invitation", POLICE))["due"]
    await case.until(due + timedelta(weeks=3) - timedelta(hours=1))
    assert EAST not in await states(case)
    await case.until(due + timedelta(weeks=3) + timedelta(hours=1))
    assert await states(case) == {POLICE: ("permanent", "invited"), EAST: ("ad-hoc", "invited")}
    escalated = [each["obligation"] for each in await case.told("obligation.escalated")]
    assert escalated.count(f"answer-invitation:{POLICE}") >= 3
    await joins(case, EAST)
    await case.days(1)
    assert await states(case) == {EAST: ("permanent", "accepted"), POLICE: ("ad-hoc", "invited")}
    assert (await case.owed("answer-invitation", POLICE))["state"] == "lapsed"
    assert "network-building" not in [each.procedure for each in (await case.view_state()).running]
    await joins(case, POLICE)
    await case.days(1)
    assert (await states(case))[POLICE] == ("ad-hoc", "accepted")
    assert (await states(case))[EAST] == ("permanent", "accepted")
    assert await asked_directory(case) == 2
    await case.ensure_verified()


async def test_where_the_directory_has_nobody_it_is_asked_again_with_each_escalation_of_the_case_manager(
    case: World,
) -> None:
    await opened(case)
    for member in (f"{role}:eu" for role in PERMANENT_ROLES if role != "police"):
        await joins(case, member)
    await leaves(case, POLICE)
    await case.days(0.1)
    owed = await case.owed("find-substitute", "police")
    assert (owed["owner"], owed["state"]) == (PROBATION, "open")
    assert await asked_directory(case) == 2
    await case.until(owed["due"] + timedelta(weeks=1, hours=1))
    assert await asked_directory(case) == 4
    await directory_has(case, agency(EAST))
    await case.until(owed["due"] + timedelta(weeks=2, hours=1))
    assert (await states(case))[EAST] == ("permanent", "invited")
    await joins(case, EAST)
    await case.days(8)
    assert (await case.owed("find-substitute", "police"))["state"] == "late"
    assert await asked_directory(case) == 5
    assert len(await case.told("network.nobody-found")) == 1


@pytest.mark.proves("R34", "R46")
async def test_in_another_area_its_agencies_are_asked_and_a_national_one_stays(case: World) -> None:
    national = agency("psychologist:federal", level="national", locality=None)
    south = agency("police:south", jurisdiction="eu-south")
    await directory_has(case, national, south)
    await opened(case)
    for member in (PROBATION, POLICE, "psychologist:federal"):
        await joins(case, member)
    await case.say("case.transferred", {"jurisdiction": "eu-south"})
    await case.days(1)
    assert await states(case) == {
        POLICE: ("permanent", "accepted"),
        "police:south": ("ad-hoc", "invited"),
    }
    assert await states(case, "psychologist") == {"psychologist:federal": ("permanent", "accepted")}
    assert await states(case, "local-government") == {
        "local-government:eu-south": ("permanent", "invited"),
        "local-government:eu": ("ad-hoc", "invited"),
    }
    await joins(case, "police:south")
    await case.days(1)
    assert await states(case) == {
        "police:south": ("permanent", "accepted"),
        POLICE: ("ad-hoc", "accepted"),
    }
    assert await asked_directory(case) == 2
    assert len(await case.told("network.moved")) == 1
    await case.ensure_verified()


@pytest.mark.proves("R34")
async def test_in_another_office_its_own_agencies_are_asked_and_a_regional_one_stays(case: World) -> None:
    await opened(case)
    local, hill = agency(POLICE, locality="harbour"), agency("police:hill", locality="hill")
    regional = agency("probation:eu", level="regional", locality=None)
    await directory_has(case, local, hill, regional, agency("probation:hill", locality="hill"))
    for member in (PROBATION, POLICE):
        await joins(case, member)
    await case.say("case.transferred", {"jurisdiction": "eu", "office": "hill"})
    await case.days(1)
    assert await states(case) == {POLICE: ("permanent", "accepted"), "police:hill": ("ad-hoc", "invited")}
    assert await states(case, "probation") == {PROBATION: ("permanent", "accepted")}
    await joins(case, "police:hill")
    await case.days(1)
    assert await states(case) == {"police:hill": ("permanent", "accepted"), POLICE: ("ad-hoc", "accepted")}
    await case.ensure_verified()


async def test_who_left_by_mistake_is_back_and_the_substitute_stays_beside_them(case: World) -> None:
    await opened(case)
    await directory_has(case, agency(EAST))
    wrong = {"member": POLICE, "answer": "declined"}
    await case.say("network.member-answered", wrong, id="wrong")
    await case.days(1)
    await case.say("fact.withdrawn", {"source": "/tests", "id": "wrong", "reason": "another case"})
    await case.days(1)
    await joins(case, POLICE)
    await joins(case, EAST)
    await case.days(1)
    assert (await states(case)) == {POLICE: ("permanent", "accepted"), EAST: ("ad-hoc", "accepted")}
    await case.ensure_verified()


@pytest.mark.proves("R32", "R93")
async def test_a_housing_activity_without_a_provider_is_owed_until_one_is_in_the_network(case: World) -> None:
    await opened(case)
    await case.say("plan.drafted", {"interventions": [{"activity": "housing"}]})
    await case.days(1)
    owed = await case.owed("find-provider")
    assert (owed["owner"], owed["state"]) == (PROBATION, "open")
    await case.say("network.member-proposed", {"member": "housing:quay", "activity": "housing"})
    await joins(case, "housing:quay")
    await case.days(1)
    assert (await case.owed("find-provider"))["state"] == "met"
