"""Facts whose time lies ahead, or lies behind what is known: each counts at its own time, or not at all."""

from datetime import timedelta

from tests.orchestration.telling import opened, released_on
from tests.orchestration.world import World


async def test_what_lies_ahead_waits_and_what_is_overtaken_meanwhile_never_counts(case: World) -> None:
    await opened(case)
    began = await case.now()
    for ahead, establishment in (
        (timedelta(days=2), "north"),
        (timedelta(days=15 * 365), "the-year-was-a-slip"),
        (timedelta(), "south"),
        (-timedelta(days=7), "west"),
        (-timedelta(days=40 * 365), "long-ago"),
    ):
        at = (began + ahead).isoformat()
        await case.say("custody.transferred", {"establishment": establishment, "at": at})
    view = await case.view()
    assert view.custody["establishment"] == "south"
    assert [each["until"] for each in view.parked] == [
        began + timedelta(days=2),
        began + timedelta(days=15 * 365),
    ]
    assert [each["reason"].partition(":")[0] for each in view.refused] == ["superseded", "superseded"]
    await case.days(3)
    view = await case.view()
    assert view.custody["establishment"] == "north"
    assert [each["until"] for each in view.parked] == [began + timedelta(days=15 * 365)]
    kept = [event["type"] for event in await case.events()]
    assert kept.count("throughcare.case.fact-refused.v1") == 2
    await case.ensure_verified()


async def test_a_slip_of_the_year_by_which_a_case_opens_can_be_corrected_at_once(case: World) -> None:
    release = await case.today() + timedelta(days=170)
    announced = released_on(release, months=12)
    await case.say("custody.release-date", announced | {"at": "2041-09-01T08:00:00Z"})
    moved = (release + timedelta(days=7)).isoformat()
    await case.say("custody.release-date", announced | {"release_date": moved})
    view = await case.view()
    assert (view.refused, view.parked) == ([], [])
    assert (await case.view_state()).release.day == release + timedelta(days=7)
