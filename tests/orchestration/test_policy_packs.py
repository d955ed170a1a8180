"""A case under each jurisdiction's pack, from its opening to its end, by the days and the law of the place."""

from datetime import date, timedelta

import pytest

from activities.policies import load_pack
from domain.vocabulary import HANDOVER_ITEMS
from tests.orchestration.telling import condition_is_imposed, opened, released_on
from tests.orchestration.world import World

NATIONAL = ("gb-ew", "it", "es", "de", "fr")
LEAD = {"gb-ew": "8 months 14 days"}
ITEMS_SUPPLIED = {"it": "3 months"}
REVOKED_BY_PROBATION = ("gb-ew",)
MONTHS = 2


@pytest.mark.proves("R8", "R12", "R15")
@pytest.mark.parametrize("jurisdiction", NATIONAL)
async def test_a_case_goes_from_its_opening_to_its_end_under_the_pack_of_its_jurisdiction(
    case: World, jurisdiction: str
) -> None:
    release = await opens_by_its_pack(case, jurisdiction)
    await is_told_what_its_law_says(case, jurisdiction, release)
    await breach_is_decided_by_who_may(case, jurisdiction, release)
    await case.days(330)
    view = await case.view()
    revoked = jurisdiction in REVOKED_BY_PROBATION
    assert (view.phase, view.closed_because) == ("closed", "revoked" if revoked else "completed")
    assert {each["policy"] for each in await case.events()} == {f"{jurisdiction}@1"}
    await case.ensure_verified()


async def opens_by_its_pack(case: World, jurisdiction: str) -> date:
    """Not a day before the lead time that the law of the place gives it."""
    today = (await case.now()).date()  # the release watch goes by UTC, wherever the case is
    pack = load_pack(jurisdiction)
    assert str(pack.policy.opens) == LEAD.get(jurisdiction, "6 months")
    release = next(
        day
        for day in (today + timedelta(days=n) for n in range(170, 300))
        if pack.policy.opens.days_before(day) == today + timedelta(days=2)
    )
    announced = released_on(release, months=MONTHS) | {"jurisdiction": jurisdiction}
    await case.say("custody.release-date", announced)
    await case.days(1)
    assert not await case.deliver()
    await case.days(1)
    assert await case.deliver()
    await case.days(0.1)
    return release


async def is_told_what_its_law_says(case: World, jurisdiction: str, release: date) -> None:
    view, local = await case.view(), await case.calendar()
    place = load_pack(jurisdiction).policy.jurisdictions[jurisdiction]
    assert (view.policy, view.short_notice, local.timezone) == (f"{jurisdiction}@1", False, place.timezone)
    assert {each["member"] for each in view.network} >= {
        f"probation:{jurisdiction}",
        f"prison:{jurisdiction}",
    }
    by = load_pack(jurisdiction).policy.preparation.items_supplied
    assert str(by) == ITEMS_SUPPLIED.get(jurisdiction, "14 weeks")
    due = local.end_of_day(by.days_before(release))
    assert [(await case.owed("supply-item", item))["due"] for item in HANDOVER_ITEMS] == [due] * 8


async def breach_is_decided_by_who_may(case: World, jurisdiction: str, release: date) -> None:
    probation = f"probation:{jurisdiction}"
    await case.say("network.member-answered", {"member": probation, "answer": "accepted"})
    signed = {"member": probation, "agreement": "a-1", "code_version": "2026-1"}
    await case.say("network.agreement-signed", signed)
    await case.until((await case.calendar()).start_of_day(release) + timedelta(hours=9))
    await case.say("custody.released", {"reason": "released"})
    await condition_is_imposed(case)
    reported = {"breach": "b1", "condition": "c1", "urgency": "routine", "description": "Stayed away."}
    await case.say("breach.reported", reported)
    await case.say("breach.decided", {"breach": "b1", "outcome": "revoked", "by": probation})
    view = await case.view()
    if jurisdiction in REVOKED_BY_PROBATION:
        assert view.phase == "recalled"
        await case.say("custody.returned", {"reason": "recall"})
        return
    assert [each["reason"] for each in view.refused] == ["probation can't decide revoked"]
    await case.say("breach.decided", {"breach": "b1", "outcome": "warning"})
    assert (await case.view()).phase == "supervision"


async def test_a_case_that_goes_to_another_country_counts_days_as_there_at_once(case: World) -> None:
    await opened(case)
    await case.say("case.transferred", {"jurisdiction": "it"})
    await case.days(0.1)
    view, local = await case.view(), await case.calendar()
    assert (view.policy, view.jurisdiction, view.warnings) == ("mates@1", "it", [])
    assert (local.timezone, local.assumed) == ("Europe/Rome", False)
    assert date((await case.today()).year, 4, 25) in local.holidays
    await case.ensure_verified()
