"""Supervision: missed appointments a person looks at, concerns that reach several at once, providers who leave."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.orchestration.chasing import chased
from tests.orchestration.telling import (
    POLICE,
    PROBATION,
    PSYCHOLOGIST,
    condition_is_imposed,
    is_concluded,
    is_released,
    joins,
    network_stands,
    opened,
)
from tests.orchestration.world import World

HOUR = timedelta(hours=1)


async def supervised(case: World) -> date:
    release = await opened(case, days=20)
    await network_stands(case)
    await is_released(case, release)
    await condition_is_imposed(case)
    return release


async def missed(case: World, times: int) -> None:
    """Once a week."""
    for _ in range(times):
        await case.days(7)
        await case.say("supervision.contact", {"kept": False, "condition": "c1"})
    await case.days(0.1)


def concern(urgency: str, kind: str = "radical-contact") -> dict[str, Any]:
    return {"concern": "k1", "kind": kind, "urgency": urgency, "description": "Seen with them."}


@pytest.mark.proves("R10", "R12")
async def test_repeated_misses_have_the_manager_decide_and_allege_nothing(case: World) -> None:
    await supervised(case)
    await missed(case, 3)
    owed = await case.owed("consider-misses")
    assert (owed["owner"], owed["state"]) == (PROBATION, "open")
    assert (await case.view()).breaches == []
    await case.days(15)
    reminded, escalated = await chased(case, owed["id"])
    assert [to for _, to in reminded] == [PROBATION]
    assert len(escalated) >= 2
    told = {"decision": "change-plan", "rationale": "Mondays collide with work.", "by": PROBATION}
    await case.say("supervision.misses-considered", told)
    await case.days(0.1)
    assert (await case.owed("consider-misses"))["state"] == "late"
    await missed(case, 2)
    assert (await case.view()).attendance["missed"] == 5
    assert len(await case.told("supervision.misses-repeated")) == 1
    await case.ensure_verified()


async def test_a_breach_that_is_alleged_of_that_condition_is_a_decision_too(case: World) -> None:
    await supervised(case)
    await missed(case, 3)
    alleged = {"breach": "b1", "condition": "c1", "urgency": "routine", "description": "Three times."}
    await case.say("breach.reported", alleged)
    await case.days(0.1)
    assert (await case.owed("consider-misses"))["state"] == "met"


async def test_a_miss_that_is_withdrawn_asks_nobody(case: World) -> None:
    await supervised(case)
    await missed(case, 2)
    await case.say("supervision.contact", {"kept": False}, id="wrong")
    await case.days(0.1)
    assert (await case.owed("consider-misses"))["state"] == "open"
    await case.say("fact.withdrawn", {"source": "/tests", "id": "wrong", "reason": "He was there."})
    await case.days(0.1)
    assert (await case.owed("consider-misses"))["state"] == "lapsed"
    await case.ensure_verified()


@pytest.mark.proves("R18", "R55", "R88")
async def test_an_urgent_concern_reaches_several_and_each_is_chased_for_themselves(case: World) -> None:
    await supervised(case)
    await is_concluded(case, "low")
    await case.say("risk.concern-raised", concern("urgent"))
    raised = await case.now()
    await case.until(raised + HOUR)
    owed = {each["owner"]: each for each in (await case.view()).obligations if "concern:k1:" in each["id"]}
    assert set(owed) == {PROBATION, POLICE, PSYCHOLOGIST}
    assert [to["to"] for to in await notices(case, "concern")] == sorted(owed)
    await case.say("risk.concern-acknowledged", {"concern": "k1", "member": POLICE})
    await case.until(raised + 5 * HOUR)
    states = {each["owner"]: each["state"] for each in (await case.view()).obligations if "k1:" in each["id"]}
    assert states == {PROBATION: "open", POLICE: "met", PSYCHOLOGIST: "open"}
    for owner, next_up in ((PROBATION, "local-government:eu"), (PSYCHOLOGIST, PROBATION)):
        reminded, escalated = await chased(case, owed[owner]["id"])
        assert [to for _, to in reminded] == [owner]
        assert [to for _, to in escalated] == [next_up]
    assert await chased(case, owed[POLICE]["id"]) == ([], [])
    for member in (PROBATION, PSYCHOLOGIST):
        await case.say("risk.concern-acknowledged", {"concern": "k1", "member": member})
    await case.days(0.1)
    assert {each["state"] for each in (await case.view()).obligations if "k1:" in each["id"]} == {
        "met",
        "late",
    }
    assert (await case.view()).assessments[-1]["reason"] == "concern"
    await case.ensure_verified()


async def notices(case: World, kind: str) -> list[dict[str, Any]]:
    rows = await case.database.pool.fetch(
        "select member, subject from notice where kind = $1 order by position, member", kind
    )
    return [{"to": row["member"], "subject": row["subject"]} for row in rows]


@pytest.mark.proves("R32")
async def test_a_provider_who_leaves_is_replaced(case: World) -> None:
    await opened(case, days=60)
    await network_stands(case)
    await case.say("network.member-proposed", {"member": "housing:x", "activity": "housing"})
    await joins(case, "housing:x")
    await case.days(1)
    await case.say("plan.drafted", {"interventions": [{"activity": "housing", "provider": "housing:x"}]})
    await case.say("plan.agreed", {"members": [PROBATION, POLICE]})
    await case.say("network.member-answered", {"member": "housing:x", "answer": "withdrawn"})
    await case.days(1)
    assert (await case.owed("find-provider"))["state"] == "open"
    await joins_later(case, "housing:y")
    assert (await case.owed("find-provider"))["state"] == "met"
    await case.ensure_verified()


async def joins_later(case: World, member: str) -> None:
    await case.say("network.member-proposed", {"member": member, "activity": "housing"})
    await joins(case, member)
    await case.days(0.1)


@pytest.mark.proves("R13", "R21", "R33")
async def test_supervision_is_a_cycle_assess_plan_do_review_evaluate(case: World) -> None:
    """A terms-changing breach sends the case once around: every step is owed anew, and each ends the one before."""
    await supervised(case)
    await is_concluded(case, "low")
    await case.say("plan.drafted", {"interventions": [{"activity": "housing"}]})
    await case.say("plan.agreed", {"members": [PROBATION, POLICE]})
    await case.say("intervention.reported", {"activity": "housing", "status": "started"})
    await case.days(3)
    alleged = {"breach": "b1", "condition": "c1", "urgency": "routine", "description": "Didn't come."}
    await case.say("breach.reported", alleged)
    changed = {"condition": "c1", "kind": "restriction", "text": "Lives at the address given."}
    decided = {"breach": "b1", "outcome": "terms-changed", "conditions": [changed], "by": "court:x"}
    await case.say("breach.decided", decided)
    await case.days(0.1)
    assert (await case.view()).assessments[-1]["state"] == "open"
    assert (await case.owed("review-plan", "terms-b1"))["state"] == "open"
    await is_concluded(case, "medium")
    await case.say("plan.drafted", {"interventions": [{"activity": "housing"}, {"activity": "counselling"}]})
    await case.say("plan.agreed", {"members": [PROBATION, POLICE]})
    await case.days(0.1)
    assert (await case.owed("review-plan", "terms-b1"))["state"] == "met"
    owed = {each["kind"] for each in (await case.view()).obligations if each["state"] == "open"}
    assert {"hold-meeting", "provide-activity", "find-provider"} <= owed
    assert (await case.view()).level == "medium"
    await case.ensure_verified()
