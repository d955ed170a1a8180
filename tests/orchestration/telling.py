"""What the agencies of a case say, in few words."""

from datetime import date, timedelta
from typing import Any

from domain.vocabulary import HANDOVER_ITEMS, PERMANENT_ROLES
from tests.orchestration.world import World
from tests.unit.one_case import LOCAL as CALENDAR
from tests.unit.one_case import POLICY

MEMBERS = tuple(f"{role}:eu" for role in PERMANENT_ROLES)
PRISON, PROBATION, POLICE, SOCIAL, LOCAL, PSYCHOLOGIST = MEMBERS

SHORTEST_MONTH = 28


def released_on(release: date, *, months: int) -> dict[str, Any]:
    """A release date, and supervision for so many months of thirty days."""
    return {
        "person": "P-1",
        "jurisdiction": "eu",
        "entry": "sentence",
        "kind": "confirmed",
        "release_date": release.isoformat(),
        "supervision_end": (release + timedelta(days=30 * months)).isoformat(),
        "reported_level": "medium",
    }


async def opened(case: World, *, days: int | None = None, months: int = 12) -> date:
    """A case that has just come within the lead time, or so many days before its release; its release date."""
    release = await _just_within_the_lead_time(case) if days is None else await case.today() + timedelta(days)
    await case.say("custody.release-date", released_on(release, months=months))
    return release


async def _just_within_the_lead_time(case: World) -> date:
    while (await case.now()).day > SHORTEST_MONTH:
        await case.days(1)  # six months later there may be no such day, and then it is at short notice
    # By the day of UTC: cases are opened by that.
    return POLICY.opens.days_after((await case.now()).date(), CALENDAR)


async def network_stands(case: World) -> None:
    """Everybody accepts and signs."""
    for member in MEMBERS:
        await joins(case, member)


async def joins(case: World, member: str) -> None:
    """The member accepts and signs."""
    await case.say("network.member-answered", {"member": member, "answer": "accepted"})
    signed = {"member": member, "agreement": "a-1", "code_version": "2026-1"}
    await case.say("network.agreement-signed", signed)


async def items_are_handed_over(case: World) -> None:
    for item in HANDOVER_ITEMS:
        await case.say("handover.item-supplied", {"item": item, "by": PRISON})
        receiver = PSYCHOLOGIST if item == "health-summary" else PROBATION
        await case.say("handover.item-acknowledged", {"item": item, "by": receiver})


async def is_released(case: World, release: date) -> None:
    """On the day of release, in the morning."""
    calendar = await case.calendar()
    await case.until(calendar.start_of_day(release) + timedelta(hours=9))
    await case.say("custody.released", {"reason": "released"})


async def condition_is_imposed(case: World, condition: str = "c1") -> None:
    data = {"condition": condition, "kind": "conduct", "text": "Reports every Monday."}
    await case.say("court.condition-imposed", data)


async def is_concluded(case: World, level: str) -> None:
    data = {"round": "current", "level": level, "rationale": "Together.", "members": [PROBATION, POLICE]}
    await case.say("assessment.concluded", data)
