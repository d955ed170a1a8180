"""The whole arc under skipped time, from six months before release to the end of the follow-up."""

from datetime import date, timedelta

from tests.orchestration.world import World


async def test_a_case_in_which_nobody_ever_answers_still_comes_to_its_end(case: World) -> None:
    release = (await case.today()) + timedelta(days=180)
    await case.say("custody.release-date", released_on(release, months=12))
    await case.days(181)
    await case.say("custody.released", {"reason": "released"})
    await case.days(700)
    view = await case.view()
    assert (view.phase, view.closed_because) == ("closed", "completed")
    assert {each["state"] for each in view.obligations} == {"lapsed"}
    await case.ensure_verified()


def released_on(release: date, *, months: int) -> dict[str, object]:
    return {
        "person": "P-1",
        "jurisdiction": "eu",
        "entry": "sentence",
        "kind": "confirmed",
        "release_date": release.isoformat(),
        "supervision_end": (release + timedelta(days=30 * months)).isoformat(),
        "reported_level": "medium",
    }
