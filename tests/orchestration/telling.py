"""What the agencies of a case say, in few words."""

from datetime import date, timedelta
from typing import Any

from domain.vocabulary import HANDOVER_ITEMS, PERMANENT_ROLES
from tests.orchestration.world import World

MEMBERS = tuple(f"{role}:eu" for role in PERMANENT_ROLES)
PRISON, PROBATION, POLICE, SOCIAL, LOCAL, PSYCHOLOGIST = MEMBERS


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


async def opened(case: World, *, days: int = 180, months: int = 12) -> date:
    """A case that has just come within the lead time; its release date."""
    release = await case.today() + timedelta(days=days)
    await case.say("custody.release-date", released_on(release, months=months))
    return release


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
