"""Information handover: every item is supplied and acknowledged by its date, refused, or still owed."""

from datetime import timedelta

import pytest

from domain.vocabulary import HANDOVER_ITEMS
from tests.orchestration.chasing import chased
from tests.orchestration.ladder import PATIENCE
from tests.orchestration.telling import (
    PRISON,
    PROBATION,
    PSYCHOLOGIST,
    is_released,
    items_are_handed_over,
    network_stands,
    opened,
)
from tests.orchestration.world import World


@pytest.mark.proves("R14", "R16")
async def test_items_are_due_fourteen_weeks_before_release_and_acknowledged_two_weeks_later(
    case: World,
) -> None:
    release = await opened(case)
    calendar = await case.calendar()
    await network_stands(case)
    await case.say("handover.item-supplied", {"item": "health-summary", "by": PRISON})
    await case.days(1)
    supplied = await case.owed("supply-item", "health-summary")
    assert supplied["due"] == calendar.end_of_day(release - timedelta(weeks=14))
    assert (supplied["owner"], supplied["state"]) == (PRISON, "met")
    acknowledged = await case.owed("acknowledge-item", "health-summary")
    assert acknowledged["due"] == calendar.end_of_day(release - timedelta(weeks=12))
    assert (acknowledged["owner"], acknowledged["state"]) == (PSYCHOLOGIST, "open")


@pytest.mark.proves("R16", "R66")
async def test_the_handover_is_complete_when_every_item_is_acknowledged_or_refused(case: World) -> None:
    await opened(case)
    await network_stands(case)
    refused = {"item": "risk-assessment", "by": PRISON, "reason": "None was made."}
    await case.say("handover.item-refused", refused)
    await items_are_handed_over(case)
    await case.days(1)
    handover = (await case.view()).handover
    assert handover is not None
    assert handover["state"] == "complete"
    assert {each["state"] for each in handover["items"]} == {"acknowledged"}


@pytest.mark.proves("R14", "R16")
async def test_what_is_open_at_release_stays_owed(case: World) -> None:
    release = await opened(case)
    await network_stands(case)
    await is_released(case, release)
    await case.days(30)
    view = await case.view()
    assert view.handover is not None
    assert view.handover["state"] == "incomplete"
    assert (await case.owed("supply-item", "risk-assessment"))["state"] == "open"
    await items_are_handed_over(case)
    await case.days(1)
    assert (await case.owed("supply-item", "risk-assessment"))["state"] == "late"
    acknowledged = await case.owed("acknowledge-item", "risk-assessment")
    assert (acknowledged["owner"], acknowledged["state"]) == (PROBATION, "met")


async def test_an_item_that_is_asked_for_again_is_all_that_the_second_handover_owes(case: World) -> None:
    await opened(case)
    await network_stands(case)
    await items_are_handed_over(case)
    await case.days(1)
    requested = {"item": "risk-assessment", "reason": "The last one is two years old."}
    await case.say("handover.item-requested", requested)
    await case.days(1)
    owed = [each for each in (await case.view()).obligations if each["kind"] == "supply-item"]
    assert [each["id"] for each in owed if each["state"] == "open"] == [
        "information-handover/4/supply-item:risk-assessment"
    ]
    assert len(owed) == 8 + 1


@pytest.mark.proves("R14")
async def test_an_item_that_is_supplied_anew_is_acknowledged_anew_and_that_is_all_that_is_owed(
    case: World,
) -> None:
    await opened(case)
    await network_stands(case)
    await items_are_handed_over(case)
    await case.days(1)
    await case.say("handover.item-supplied", {"item": "risk-assessment", "by": PRISON})
    await case.days(1)
    (owed,) = [
        each
        for each in (await case.view()).obligations
        if each["kind"] in ("supply-item", "acknowledge-item") and each["state"] == "open"
    ]
    assert owed["id"] == "information-handover/4/acknowledge-item:risk-assessment:2"
    await case.say("handover.item-acknowledged", {"item": "risk-assessment", "by": PROBATION})
    await case.days(1)
    assert (await case.owed("acknowledge-item", "risk-assessment:2"))["state"] == "met"
    assert (await case.owed("acknowledge-item", "acknowledge-item:risk-assessment"))["state"] == "met"


@pytest.mark.proves("R16")
async def test_where_nobody_hands_anything_over_prison_is_reminded_once_and_escalated_on_each_date(
    case: World,
) -> None:
    release = await opened(case)
    calendar, opened_on = await case.calendar(), await case.now()
    due = calendar.end_of_day(release - timedelta(weeks=14))
    await case.until(calendar.start_of_day(release) + timedelta(hours=9))
    for item in HANDOVER_ITEMS:
        reminded, escalated = await chased(case, f"supply-item:{item}")
        assert [to for _, to in reminded] == [PRISON]
        assert abs(reminded[0][0] - (opened_on + (due - opened_on) / 2)) < timedelta(minutes=1)
        assert [at.date() for at, _ in escalated] == [
            (due + n * timedelta(weeks=1)).date() for n in range(PATIENCE)
        ]
        assert {to for _, to in escalated} == {PROBATION}
    await case.say("custody.released", {"reason": "released"})
    await case.days(1)
    view = await case.view()
    assert view.case_manager is not None
    owners = {each["gap"]: each["owner"] for each in view.gaps_owed}
    assert all(owners[f"{item}: requested"] == PRISON for item in HANDOVER_ITEMS)
    assert (await case.owed("decide-gaps"))["state"] == "open"
    await case.ensure_verified()


@pytest.mark.proves("R16")
async def test_the_manager_decides_about_the_gaps_and_what_is_missing_stays_owed_after_release(
    case: World,
) -> None:
    release = await opened(case)
    calendar = await case.calendar()
    await network_stands(case)
    await case.until(calendar.start_of_day(release - timedelta(weeks=2)) + timedelta(hours=12))
    asked = await case.owed("decide-gaps")
    manager = (await case.view()).case_manager
    assert manager is not None
    assert (asked["owner"], asked["due"]) == (
        manager["member"],
        calendar.end_of_day(release - timedelta(weeks=1)),
    )
    decided = {"decision": "accept", "rationale": "He has a place to stay.", "by": manager["member"]}
    await case.say("release.gaps-decided", decided)
    await is_released(case, release)
    await case.days(1)
    assert (await case.owed("decide-gaps"))["state"] == "met"
    assert (await case.owed("supply-item", "risk-assessment"))["state"] == "open"
    assert "risk-assessment: requested" in (await case.view()).gaps


@pytest.mark.proves("R7")
async def test_a_charismatic_extremist_is_owed_an_assessment_until_all_of_it_is_said(case: World) -> None:
    await opened(case)
    await network_stands(case)
    found = {"factor": "charismatic-extremist", "effect": "destabilising"}
    supplied = {"item": "prison-factors", "by": PRISON}
    await case.say("handover.item-supplied", supplied | {"factors": [found]})
    await case.days(1)
    owed = await case.owed("assess-leader")
    assert (owed["owner"], owed["state"]) == (PROBATION, "open")
    parts = ("identified", "risk-to-self", "risk-to-others", "addressed")
    findings = [{"sub_item": each, "effect": "stabilising"} for each in parts]
    await case.say("handover.item-supplied", supplied | {"factors": [found | {"findings": findings}]})
    await case.days(1)
    assert (await case.owed("assess-leader"))["state"] == "met"


async def test_a_newer_supply_that_was_a_mistake_leaves_the_item_acknowledged(case: World) -> None:
    await opened(case)
    await network_stands(case)
    await items_are_handed_over(case)
    await case.days(1)
    await case.say("handover.item-supplied", {"item": "risk-assessment", "by": PRISON}, id="mistake")
    await case.days(1)
    assert (await case.owed("acknowledge-item", "risk-assessment:2"))["state"] == "open"
    await case.say("fact.withdrawn", {"source": "/tests", "id": "mistake", "reason": "Another person's."})
    await case.days(1)
    assert (await case.owed("acknowledge-item", "risk-assessment:2"))["state"] == "lapsed"
    handover = (await case.view()).handover
    assert handover is not None
    assert {each["state"] for each in handover["items"]} == {"acknowledged"}
    await case.ensure_verified()
