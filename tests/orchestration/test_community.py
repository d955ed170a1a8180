"""A sentence served in the community, from its first day to its end: alone, and with a stay in prison on the way."""

from datetime import timedelta

import pytest

from tests.orchestration.directory import directory_has
from tests.orchestration.telling import LOCAL, POLICE, PROBATION, PSYCHOLOGIST, SOCIAL, joins
from tests.orchestration.world import World
from tests.unit.agencies import agency

MONTH = timedelta(days=30)


async def sentenced(case: World, *, months: int) -> None:
    """From today on."""
    today = await case.today()
    sentence = {
        "person": "P-1",
        "jurisdiction": "eu",
        "entry": "alternative",
        "kind": "unknown",
        "release_date": None,
        "supervision_start": today.isoformat(),
        "supervision_end": (today + months * MONTH).isoformat(),
    }
    await case.say("custody.release-date", sentence)
    for member in (PROBATION, POLICE, SOCIAL, LOCAL, PSYCHOLOGIST):
        await joins(case, member)


@pytest.mark.proves("R1", "R2", "R24")
async def test_it_begins_in_supervision_and_comes_to_its_planned_end_without_a_prison(case: World) -> None:
    await sentenced(case, months=12)
    view = await case.view()
    assert (view.phase, view.handover, view.custody["status"]) == ("supervision", None, "at-liberty")
    await case.days(12 * 30 - 150)
    await case.say("closing.planned", {"relies_on": ["Work"], "relies_on_roles": ["employment"]})
    await case.days(140)
    for by in (PROBATION, POLICE, "person:p-1"):
        await case.say("evaluation.submitted", {"by": by, "feedback": "-", "lessons": ["Begin at once."]})
    await case.days(60)
    await case.say("supervision.contact", {"kept": True})
    await case.days(170)
    view = await case.view()
    assert (view.phase, view.closed_because) == ("closed", "completed")
    assert "prison" not in {each["role"] for each in view.network}
    assert not {"supply-item", "confirm-release"} & {each["kind"] for each in view.obligations}
    assert [each["what"] for each in view.arc][1].startswith("supervision (the sentence in the community")
    assert len(await case.lessons()) == 3
    await case.ensure_verified()


@pytest.mark.proves("R1", "R14", "R34")
async def test_after_a_recall_the_directorys_prison_is_asked_and_hands_over_before_the_release(
    case: World,
) -> None:
    await sentenced(case, months=36)
    await directory_has(case, agency("prison:north"))
    await case.days(60)
    release = await case.today() + timedelta(days=150)
    returned = {"reason": "recall", "release_date": release.isoformat(), "kind": "confirmed"}
    await case.say("custody.returned", returned)
    await joins(case, "prison:north")
    await case.say("handover.item-supplied", {"item": "risk-assessment", "by": "prison:north"})
    await case.days(1)
    view = await case.view()
    assert view.phase == "preparation"
    assert ("prison:north", "permanent") in {(each["member"], each["standing"]) for each in view.network}
    assert (await case.owed("supply-item", "risk-assessment"))["state"] == "met"
    assert (await case.owed("supply-item", "health-summary"))["owner"] == "prison:north"
    await case.days(150)
    await case.say("custody.released", {"reason": "released"})
    view = await case.view()
    assert (view.phase, view.refused) == ("supervision", [])
    await case.ensure_verified()
