"""What the rules alone say of a case, the engine does: the same facts at the same times, in both."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from domain.calendar import LocalCalendar
from domain.case.view import CaseView
from domain.inbox import DeliveredFact
from domain.vocabulary import HANDOVER_ITEMS
from tests.orchestration.telling import MEMBERS, POLICE, PRISON, PROBATION, SOCIAL, released_on
from tests.orchestration.world import World
from tests.unit.orders import received
from tests.unit.same_view import compared, different
from tests.unit.simulated import SOURCE, Simulated

SIGNED = {"agreement": "a-1", "code_version": "2026-1"}
WITHDRAWN = {"source": SOURCE, "id": "interrupt", "reason": "Another person."}
UNKNOWN = {"kind": "unknown", "release_date": None, "supervision_end": None}
INTERRUPTS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "release-unknown": [("custody.release-date", UNKNOWN)],
    "another-area": [("case.transferred", {"jurisdiction": "south"})],
    "return-to-custody": [
        ("custody.released", {"reason": "released"}),
        ("custody.returned", {"reason": "recall"}),
    ],
    "death": [("person.died", {})],
    "false-death": [("person.died", {}), ("fact.withdrawn", WITHDRAWN)],
}


@dataclass
class Both:
    """A world, and what was said in it when."""

    world: World
    said: list[tuple[datetime, str, str, dict[str, Any]]] = field(default_factory=list)
    calendars: dict[str, LocalCalendar] = field(default_factory=dict)
    """That each area has had, as the engine has read them."""

    async def say(self, name: str, data: dict[str, Any]) -> None:
        id_ = "interrupt" if name == "person.died" else f"said-{len(self.said)}"
        self.said.append((await self.world.now(), name, id_, data))
        await self.world.say(name, data, id=id_)
        known = (await self.world.view_state()).calendar
        if known is not None:
            self.calendars[known.jurisdiction] = known

    async def simulated(self) -> Simulated:
        state = await self.world.view_state()
        assert state.opened_at is not None
        case = Simulated(state.opened_at, calendars=self.calendars)
        for at, name, id_, data in self.said:
            case.until(max(at, case.now)).tell(name, None, id_, **data)
        return case.until(await self.world.now())


@pytest.mark.parametrize("interrupt", INTERRUPTS)
async def test_the_engine_leaves_owed_what_the_rules_say_is_owed(case: World, interrupt: str) -> None:
    both = Both(case)
    release = await case.today() + timedelta(days=120)
    announced = released_on(release, months=12)
    await both.say("custody.release-date", announced)
    await case.days(2)
    for member in MEMBERS:
        await both.say("network.member-answered", {"member": member, "answer": "accepted"})
        await both.say("network.agreement-signed", {"member": member, **SIGNED})
    await both.say("handover.item-supplied", {"item": HANDOVER_ITEMS[0], "by": PRISON})
    await case.days(30)
    for name, data in INTERRUPTS[interrupt]:
        await both.say(name, announced | data if name == "custody.release-date" else data)
        await case.days(1)
    await case.days(20)
    assert owed(await case.view()) == owed((await both.simulated()).view())


async def test_two_orders_of_the_same_facts_end_in_the_same_view_in_the_engine_too(case: World) -> None:
    release, random = await case.today() + timedelta(days=100), Random(7)
    worlds = [case, replace(case, case="C-2")]
    for world in worlds:
        await world.say("custody.release-date", released_on(release, months=12), id=f"release-{world.case}")
    await case.days(20)
    late = facts(await case.now() - timedelta(days=10))
    for world in worlds:
        for each in received(late, random):
            data = (each.data or {}) | {"at": each.occurred_at.isoformat()}
            name = each.type.removeprefix("throughcare.").removesuffix(".v1")
            await world.say(name, data, id=f"{each.id}-{world.case}")
    await case.days(40)
    one, other = [by_day(compared(await world.view())) for world in worlds]
    assert different(one, other) == {"case": ("C-1", "C-2")}
    assert one["unused"] == []


def facts(first: datetime) -> list[DeliveredFact]:
    """Six members join, three items are handed over, a plan is made, and a doubt is cleared."""
    said: list[tuple[str, dict[str, Any]]] = []
    for member in MEMBERS:
        said.append(("network.member-answered", {"member": member, "answer": "accepted"}))
        said.append(("network.agreement-signed", {"member": member, **SIGNED}))
    for item in ("treatment-record", "risk-assessment", "plan-and-learning"):
        said.append(("handover.item-supplied", {"item": item, "by": PRISON}))
        said.append(("handover.item-acknowledged", {"item": item, "by": PROBATION}))
    said.append(("plan.drafted", {"interventions": [{"activity": "counselling", "provider": SOCIAL}]}))
    said.append(("plan.agreed", {"members": [PROBATION, SOCIAL]}))
    worry = {"concern": "k1", "kind": "wellbeing", "urgency": "routine", "description": "Sleeps badly."}
    said.append(("risk.concern-raised", worry))
    for member in (PROBATION, POLICE):
        said.append(("risk.concern-acknowledged", {"concern": "k1", "member": member}))
    reviewed = {"concern": "k1", "members": [PROBATION, POLICE], "rationale": "Better."}
    said.append(("risk.concern-reviewed", reviewed))
    said.append(("case.transferred", {"jurisdiction": "south"}))
    return [_fact(number, name, data, first) for number, (name, data) in enumerate(said, start=1)]


def _fact(number: int, name: str, data: dict[str, Any], first: datetime) -> DeliveredFact:
    at = first + timedelta(hours=6 * number)
    return DeliveredFact(
        number=number,
        source=SOURCE,
        id=f"fact-{number}",
        type=f"throughcare.{name}.v1",
        occurred_at=at,
        received_at=at,
        data=data,
    )


def owed(view: CaseView) -> list[dict[str, Any]]:
    """To the day: what the engine takes a moment for, the rules do at once."""
    shown: list[dict[str, Any]] = by_day(compared(view))["obligations"]
    return shown


def by_day(shown: Any) -> Any:  # noqa: ANN401 - whatever a view is made of
    """The view with every instant cut down to its day: two cases of one world aren't opened at the same moment."""
    match shown:
        case dict():
            return {key: by_day(value) for key, value in shown.items()}
        case list():
            return [by_day(each) for each in shown]
        case str() if len(shown) > 19 and shown[10] == "T" and shown[4] == "-":
            return shown[:10]
        case _:
            return shown
