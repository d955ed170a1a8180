"""A relay on real Temporal and PostgreSQL, before cases that keep what they are given."""

import asyncio
import sysconfig
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

import pytest_asyncio
from temporalio import workflow
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.opening import CaseOpening, CaseStart, Delivery
from activities.postgres.inbox import PostgresInbox
from activities.postgres.pool import open_pool
from activities.postgres.register import PostgresRegister
from activities.release_watch import OpeningActivities
from domain.addresses import DELIVER, TASK_QUEUE, TRANSITION_CASE, case_id
from domain.clock import CaseClock
from tests.conftest import Database
from tests.integration.inbound import NOON
from workers.relay import Relay
from workers.wiring import policy_of
from workflows.release_watch import ReleaseWatch

NEVER_FULL = 100
"""Cases that are being opened: ours are for ever, they write no ledger."""
TODAY = date(2026, 10, 1)
"""A month after the first lead time has begun."""
MOST_BYTES, MOST_SIGNALS = 128 * 1024, 40
LIMITS = (
    "limit.blobSize.warn=1024",
    f"limit.blobSize.error={MOST_BYTES}",
    f"history.maximumSignalsPerExecution={MOST_SIGNALS}",
)
"""Of this engine: what it refuses is within reach."""
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
        dev_server_existing_path=str(server),
        dev_server_extra_args=[part for limit in LIMITS for part in ("--dynamic-config-value", limit)],
        data_converter=pydantic_data_converter,
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


@pytest_asyncio.fixture
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


async def until(holds: Callable[[], Awaitable[bool]], within: float = 20) -> None:
    async with asyncio.timeout(within):
        while not await holds():  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.02)


async def has(deployment: Deployment, case: str, delivered: int) -> bool:
    count = await deployment.database.pool.fetchval(
        "select count(*) from inbox where case_ref = $1 and delivered_at is not null", case
    )
    return bool(count == delivered)


async def shows(deployment: Deployment, case: str, numbers: list[int]) -> bool:
    return await deployment.numbers(case) == numbers
