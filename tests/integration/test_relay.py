"""The relay on real Temporal and PostgreSQL: every fact reaches its case, in order, whatever breaks."""

import asyncio
import sysconfig
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio import workflow
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.opening import (
    CaseOpening,
    CasesOpened,
    CaseStart,
    Delivery,
    OpeningActivities,
    WatchOrder,
)
from activities.postgres.inbox import PostgresInbox
from activities.postgres.pool import open_pool
from activities.postgres.register import PostgresRegister
from domain.addresses import (
    DELIVER,
    RELEASE_WATCH,
    RELEASE_WATCH_SCHEDULE,
    TASK_QUEUE,
    TRANSITION_CASE,
    case_id,
)
from domain.clock import CaseClock
from tests.conftest import Database
from tests.integration.inbound import NOON, accept, inbound, release, report
from workers.relay import Relay
from workers.watch import ensure_schedule
from workers.wiring import policy_of
from workflows.release_watch import ReleaseWatch

TODAY = date(2026, 10, 1)
"""A month after the first lead time has begun."""
NEVER_FULL = 100
"""Cases that are being opened: ours are for ever, they write no ledger."""
MERGED = "throughcare.case.merged.v1"


@workflow.defn(name=TRANSITION_CASE)
class RecordingCase:
    """Keeps the numbers it was given; closes at the first ``case.merged``."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._policy = start.policy.reference
        self._numbers: list[int] = []
        self._closed = False

    @workflow.run
    async def run(self, _: CaseStart) -> list[int]:
        await workflow.wait_condition(lambda: self._closed)
        return self._numbers

    @workflow.signal(name=DELIVER)
    def deliver(self, delivery: Delivery) -> None:
        self._numbers += [fact.number for fact in delivery.facts]
        self._closed = any(fact.type == MERGED for fact in delivery.facts)

    @workflow.query
    def numbers(self) -> list[int]:
        return self._numbers


@pytest_asyncio.fixture(scope="session")
async def temporal() -> AsyncIterator[Client]:
    server = Path(sysconfig.get_path("scripts")) / "temporal"
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(server), data_converter=pydantic_data_converter
    ) as environment:
        yield environment.client


class Deployment:
    """One relay, or several, over a database."""

    def __init__(self, client: Client, database: Database) -> None:
        self.client = client
        self.database = database
        self.register = PostgresRegister(database.pool)
        self.inbox = PostgresInbox(database.pool, policy_of)
        self.opening = CaseOpening(
            client, self.register, self.inbox, policy_of, CaseClock(), self.now, NEVER_FULL
        )

    def now(self) -> datetime:
        return datetime.combine(TODAY, NOON.timetz())

    @asynccontextmanager
    async def relay(self) -> AsyncIterator[None]:
        pool = await open_pool(self.database.app_dsn, most=34)
        stop = asyncio.Event()
        relay = Relay(pool, PostgresRegister(pool), self.opening, self.now)
        running = asyncio.create_task(relay.run(self.database.app_dsn, stop))
        try:
            yield
        finally:
            stop.set()
            await running
            await pool.close()

    async def numbers(self, case: str) -> list[int]:
        try:
            found: list[int] = await self.client.get_workflow_handle(case_id(case)).query("numbers")
        except RPCError:
            return []
        return found


@pytest.fixture
async def deployment(temporal: Client, database: Database) -> AsyncIterator[Deployment]:
    deployed = Deployment(temporal, database)
    opening = OpeningActivities(deployed.opening, deployed.register)
    worker = Worker(
        temporal,
        task_queue=TASK_QUEUE,
        workflows=[RecordingCase, ReleaseWatch],
        activities=[opening.open_due_cases, opening.restart_lost_cases],
        workflow_runner=UnsandboxedWorkflowRunner(),
    )
    async with worker:
        yield deployed


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await holds():  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.02)


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


async def has(deployment: Deployment, case: str, delivered: int) -> bool:
    count = await deployment.database.pool.fetchval(
        "select count(*) from inbox where case_ref = $1 and delivered_at is not null", case
    )
    return bool(count == delivered)


async def shows(deployment: Deployment, case: str, numbers: list[int]) -> bool:
    return await deployment.numbers(case) == numbers
