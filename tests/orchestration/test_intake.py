"""Facts that were brought to a run that is lost: whoever comes after it finds them in the inbox."""

import asyncio
from datetime import timedelta

from temporalio.client import WorkflowExecutionStatus

from activities.inbox import MOST_FACTS
from activities.opening import CaseStart, Delivery
from activities.postgres.inbox import PostgresInbox
from domain.addresses import DELIVER, STANDING, TASK_QUEUE, TRANSITION_CASE, case_id
from domain.case.events import FactSkipped
from domain.clock import CaseClock
from domain.inbox import InboundFact
from domain.obligations.obligation import ObligationRaised
from domain.risk.facts import ConcernRaised
from tests.orchestration.telling import opened, released_on
from tests.orchestration.world import World
from workers.wiring import policy_of
from workflows.event_sourced import Standing
from workflows.transition_case import MOST_FACTS_IN_A_TURN

LOST = MOST_FACTS + 20
"""More than come in one reading."""
ANSWERS_WITHIN = 20
WORRY = {"kind": "wellbeing", "urgency": "routine", "description": "Sleeps badly."}


async def test_a_case_that_was_lost_before_it_recorded_anything_reads_what_came_before(case: World) -> None:
    release = released_on(await case.today(), months=12)
    await _lose(case, _fact(case, "custody.release-date", 0, release), *_contacts(case, LOST - 1))
    await case.say("supervision.contact", {"kept": True})
    await _until_taken(case, LOST + 1)
    await case.ensure_verified()


async def test_a_case_that_is_started_again_by_nobody_with_a_fact_reads_them_all(case: World) -> None:
    release = released_on(await case.today(), months=12)
    await _lose(case, _fact(case, "custody.release-date", 0, release), *_contacts(case, LOST - 1))
    start = CaseStart(case=case.case, policy=policy_of(None), clock=CaseClock())
    await case.environment.client.start_workflow(
        TRANSITION_CASE, start, id=case_id(case.case), task_queue=TASK_QUEUE
    )
    await _until_taken(case, LOST)
    await case.ensure_verified()


async def test_a_case_that_was_lost_later_reads_all_that_it_has_missed(case: World) -> None:
    await opened(case)
    await case.handle.terminate("tried out")
    await _lose(case, *_contacts(case, LOST))
    await case.say("supervision.contact", {"kept": True})
    await _until_taken(case, LOST + 2)
    assert (await case.handle.describe()).status == WorkflowExecutionStatus.RUNNING
    await case.ensure_verified()


async def test_of_facts_that_occurred_at_once_the_first_received_is_judged_first_though_it_had_to_wait(
    case: World,
) -> None:
    await opened(case)
    answers: list[tuple[str, dict[str, object]]] = [
        ("network.member-answered", {"member": "mentor:m7", "answer": "accepted"}),
        ("network.member-proposed", {"member": "mentor:m7", "activity": "mentoring"}),
        ("network.member-answered", {"member": "mentor:m7", "answer": "declined"}),
    ]
    together = [_fact(case, name, number, data) for number, (name, data) in enumerate(answers)]
    await PostgresInbox(case.database.pool, policy_of).accept(together, await case.now())
    await case.deliver()
    await _until_taken(case, 1 + len(together))
    member = (await case.view_state()).member("mentor:m7")
    assert member is not None
    assert member.state == "declined"


async def test_facts_that_had_to_wait_are_judged_each_by_what_follows_from_the_one_before(
    case: World,
) -> None:
    now = await case.now()
    waited: list[tuple[str, int, dict[str, object]]] = [
        ("custody.released", 4, {"reason": "released"}),
        ("custody.returned", 3, {"reason": "recall"}),
        ("custody.released", 2, {"reason": "released"}),
    ]
    come = [
        _fact(case, name, number, data | {"at": (now - timedelta(hours=ago)).isoformat()})
        for number, (name, ago, data) in enumerate(waited)
    ]
    await PostgresInbox(case.database.pool, policy_of).accept(come, now)
    await opened(case)
    await _until_taken(case, 1 + len(come))
    state = await case.view_state()
    assert (state.released_at, state.refused) == (now - timedelta(hours=2), ())
    assert [stay.phase for stay in state.phases[1:3]] == ["supervision", "recalled"]
    assert state.phase == "supervision"


async def test_a_delivery_that_comes_late_doubled_or_out_of_order_changes_nothing(case: World) -> None:
    """As by a relay that was paused while it delivered, and whose case another one has served since."""
    await opened(case)
    inbox = PostgresInbox(case.database.pool, policy_of)
    await inbox.accept(_contacts(case, 6), await case.now())
    facts = tuple(each.fact for each in await inbox.undelivered(case.case))
    await case.database.pool.execute("update inbox set withdrawn = true where number = $1", facts[2].number)
    withdrawn = facts[2].model_copy(update={"data": None})
    for delivery in ((*facts[:2], withdrawn), facts[:2]):
        await case.handle.signal(DELIVER, Delivery(facts=delivery))
    await _until_taken(case, withdrawn.number)
    for late in (facts[4:], facts[1:4], facts, facts[:1]):
        await case.handle.signal(DELIVER, Delivery(facts=late))
    await inbox.mark_delivered(case.case, [fact.number for fact in facts])
    await _until_taken(case, 1 + len(facts))
    recorded = await case.database.pool.fetch(
        "select number, type from ledger where case_ref = $1 and number > 1 order by position", case.case
    )
    assert [row["number"] for row in recorded] == [2, 3, 4, 5, 6, 7]
    assert [row["type"] == FactSkipped.TYPE for row in recorded] == [False, False, True, False, False, False]
    await case.ensure_verified()


async def test_many_facts_that_come_at_once_are_taken_in_turns_and_what_they_call_for_is_owed_after_each(
    case: World,
) -> None:
    """A batch of a thousand took one turn of the workflow so long that the engine broke it off, again and again."""
    await opened(case)
    told = 3 * MOST_FACTS_IN_A_TURN
    concerns = [
        _fact(case, "risk.concern-raised", n, {"concern": f"k{n}", **WORRY}) for n in range(1, told + 1)
    ]
    await PostgresInbox(case.database.pool, policy_of).accept(concerns, await case.now())
    await case.deliver()
    await _until_taken(case, 1 + told)
    first_owed = (
        "select min(position) from ledger where type = $1 and data->>'obligation' like '%concern:k1%'"
    )
    last_heard = "select max(position) from ledger where type = $1 and data->>'concern' = $2"
    owed = await case.database.pool.fetchval(first_owed, ObligationRaised.TYPE)
    assert owed < await case.database.pool.fetchval(last_heard, ConcernRaised.TYPE, f"k{told}")
    await case.ensure_verified()


def _contacts(case: World, count: int) -> list[InboundFact]:
    return [_fact(case, "supervision.contact", n, {"kept": True}) for n in range(1, count + 1)]


def _fact(case: World, name: str, number: int, data: dict[str, object]) -> InboundFact:
    return InboundFact(
        source="/lost",
        id=str(number),
        type=f"throughcare.{name}.v1",
        case=case.case,
        time=None,
        data=data,
    )


async def _lose(case: World, *facts: InboundFact) -> None:
    """As if they had been delivered to a run that is no more."""
    inbox = PostgresInbox(case.database.pool, policy_of)
    await inbox.accept(facts, await case.now())
    while undelivered := await inbox.undelivered(case.case):
        await inbox.mark_delivered(case.case, [each.fact.number for each in undelivered])


async def _until_taken(case: World, number: int) -> None:
    async with asyncio.timeout(ANSWERS_WITHIN):
        while True:
            standing: Standing = await case.handle.query(STANDING, result_type=Standing)
            if standing.state["last_fact"] >= number and not standing.queue:
                return
            await asyncio.sleep(0.02)
