"""Who was chased for something that is owed, and when."""

from datetime import datetime

from tests.orchestration.world import World

Chased = list[tuple[datetime, str]]


async def chased(case: World, obligation: str) -> tuple[Chased, Chased]:
    """The reminders and the escalations of one obligation: when each went out, and to whom."""
    told: dict[str, Chased] = {"reminded": [], "escalated": []}
    for each in await case.events():
        kind = each["type"].removeprefix("throughcare.obligation.").removesuffix(".v1")
        if kind in told and each["data"]["obligation"] == obligation:
            told[kind].append((datetime.fromisoformat(str(each["recorded_at"])), each["data"]["to"]))
    return told["reminded"], told["escalated"]
