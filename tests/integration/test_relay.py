"""The relay on real Temporal and PostgreSQL: every fact reaches its case, in order, whatever breaks."""

import asyncio
from datetime import timedelta

from temporalio.client import WorkflowExecutionStatus

from activities.release_watch import CasesOpened, WatchOrder
from domain.addresses import RELEASE_WATCH, RELEASE_WATCH_SCHEDULE, TASK_QUEUE, case_id
from domain.clock import CaseClock
from tests.conftest import Database
from tests.integration.inbound import NOON, accept, inbound, release, report
from tests.integration.relaying import Deployment, deployment, has, shows, temporal, until
from workers.watch import ensure_schedule

__all__ = ["deployment", "temporal"]


async def test_a_due_case_is_opened_and_gets_its_facts_in_order(deployment: Deployment) -> None:
    await accept(deployment.inbox, release("R-1"), *(report("R-1") for _ in range(120)))
    async with deployment.relay():
        await until(lambda: has(deployment, "R-1", 121))
        await accept(deployment.inbox, report("R-1"))
        await until(lambda: has(deployment, "R-1", 122))
    assert await deployment.numbers("R-1") == list(range(1, 123))
    enrolled = await deployment.register.enrolled("R-1")
    assert enrolled is not None
    assert (enrolled.opened_at, enrolled.policy) == (deployment.now(), "mates@1")


async def test_a_case_that_is_not_due_keeps_its_facts_until_it_is(deployment: Deployment) -> None:
    await accept(deployment.inbox, release("R-2", release_date="2028-01-01"), report("R-2"), report("R-3"))
    await accept(deployment.inbox, release("R-4", person="P-4"))
    async with deployment.relay():
        await until(lambda: has(deployment, "R-4", 1))
        assert await deployment.numbers("R-2") == await deployment.numbers("R-3") == []
        await accept(deployment.inbox, release("R-2"))
        await until(lambda: has(deployment, "R-2", 3))


async def test_a_fact_for_a_closed_case_starts_it_again(deployment: Deployment) -> None:
    await accept(deployment.inbox, release("R-5"), inbound("case.merged", "R-5", into="R-6"))
    handle = deployment.client.get_workflow_handle(case_id("R-5"))
    async with deployment.relay():
        await until(lambda: has(deployment, "R-5", 2))
        assert await handle.result() == [1, 2]
        await accept(deployment.inbox, report("R-5"))
        await until(lambda: shows(deployment, "R-5", [3]))


async def test_several_relays_share_the_work_and_keep_the_order(deployment: Deployment) -> None:
    cases = [f"S-{n}" for n in range(12)]
    async with deployment.relay(), deployment.relay(), deployment.relay():
        for _ in range(5):
            await accept(deployment.inbox, *(release(case, person=case) for case in cases))
        for case in cases:
            await until(lambda case=case: has(deployment, case, 5))  # type: ignore[misc]
            taken = await deployment.numbers(case)
            assert list(dict.fromkeys(taken)) == [1, 2, 3, 4, 5]


async def test_a_case_that_fails_blocks_no_other(deployment: Deployment) -> None:
    await accept(deployment.inbox, release("T-1"), release("T-2", person="P-2"))
    await deployment.database.pool.execute("update case_file set policy = 'gone' where case_ref = 'T-1'")
    async with deployment.relay():
        await until(lambda: has(deployment, "T-2", 1))
        assert await deployment.numbers("T-1") == []
        await deployment.database.pool.execute("update case_file set policy = null where case_ref = 'T-1'")
        await until(lambda: has(deployment, "T-1", 1))


async def test_the_relay_outlives_a_lost_database(deployment: Deployment, database: Database) -> None:
    await accept(deployment.inbox, release("U-1"))
    async with deployment.relay():
        await until(lambda: has(deployment, "U-1", 1))
        for _ in range(3):
            await database.terminate_connections()
            await asyncio.sleep(0.1)
        await accept(deployment.inbox, report("U-1"))
        await until(lambda: has(deployment, "U-1", 2))


async def test_the_watch_opens_every_case_that_was_missed_and_none_twice(deployment: Deployment) -> None:
    await accept(deployment.inbox, release("W-1"), release("W-2", person="P-2"))
    await accept(deployment.inbox, release("W-3", release_date="2028-01-01"))
    await deployment.database.pool.execute("update case_file set opens_on = null where case_ref = 'W-3'")
    assert await look(deployment) == CasesOpened(opened=2)
    assert await look(deployment) == CasesOpened(opened=0)
    assert await deployment.numbers("W-1") == await deployment.numbers("W-2") == [1]
    described = await deployment.client.get_workflow_handle(case_id("W-1")).describe()
    assert described.status == WorkflowExecutionStatus.RUNNING


async def test_the_watch_restarts_an_open_case_that_has_lost_its_workflow(deployment: Deployment) -> None:
    await accept(deployment.inbox, release("L-1"))
    await look(deployment)
    lost = deployment.client.get_workflow_handle(case_id("L-1"))
    await lost.terminate(reason="by hand")

    async def is_running() -> bool:
        await look(deployment)
        return (await lost.describe()).status == WorkflowExecutionStatus.RUNNING

    # Temporal lists what it runs with a delay: the look after next may be the first to miss it.
    await until(is_running)


async def look(deployment: Deployment) -> CasesOpened:
    order = WatchOrder(clock=CaseClock(), ahead=timedelta(days=365 * 100))
    looked: CasesOpened = await deployment.client.execute_workflow(
        RELEASE_WATCH, order, id="look", task_queue=TASK_QUEUE, result_type=CasesOpened
    )
    return looked


async def test_the_schedule_is_made_once_and_brought_in_line(deployment: Deployment) -> None:
    await ensure_schedule(deployment.client, CaseClock())
    await ensure_schedule(deployment.client, CaseClock.exercise(NOON, 10))
    handle = deployment.client.get_schedule_handle(RELEASE_WATCH_SCHEDULE)
    (interval,) = (await handle.describe()).schedule.spec.intervals
    assert interval.every == timedelta(seconds=1)
    await handle.delete()
