"""Information handover: every item is supplied and acknowledged by its date, refused, or still owed."""

from datetime import timedelta

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
