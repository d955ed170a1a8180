"""Real cases on a real engine and store, and the reconciliation that looks after them."""

import asyncio
import sysconfig
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
from temporalio.client import Client, WorkflowHandle
from temporalio.common import SearchAttributeKey
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from activities.postgres.entries import Entry, PostgresEntries
from activities.postgres.inbox import PostgresInbox
from activities.postgres.pool import open_pool
from activities.postgres.register import PostgresRegister
from activities.reconciliation import Limits
from domain.addresses import RECONCILIATION, SEARCH_ATTRIBUTES, TASK_QUEUE, case_id
from domain.clock import CaseClock
from domain.inbox import InboundFact
from domain.reconciliation.facts import CaseReconciled
from domain.reconciliation.telling import Reconciled
from tests.conftest import Database
from tests.integration.inbound import release
from workers.case_worker import worker_of
from workers.event_settings import EventSettings
from workers.mail_settings import MailSettings
from workers.relay import Relay
from workers.wiring import Store, opening_of, policy_of
from workflows.reconciliation import ReconciliationOrder

MARKED_AFTER_ONE_FAILURE = "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=1"
LIMITS = Limits(grace=timedelta(seconds=1), undelivered=timedelta(seconds=1))
WITHIN, QUIET, BETWEEN_LOOKS = 40.0, 1.0, 0.1

_KINDS: dict[str, Callable[[str], SearchAttributeKey[Any]]] = {
    "Keyword": SearchAttributeKey.for_keyword,
    "Int": SearchAttributeKey.for_int,
    "Datetime": SearchAttributeKey.for_datetime,
}


class Deployment:
    """Worker and store in this process; the relay only where a test wants one."""

    def __init__(self, client: Client, database: Database) -> None:
        self.client = client
        self.database = database
        self.pool = database.pool
        self.store = Store(database.pool, CaseClock())
        self.inbox = PostgresInbox(self.pool, policy_of)
        self.entries = PostgresEntries(self.pool)

    async def tell(self, *facts: InboundFact) -> None:
        await self.inbox.accept(facts, self.store.now())

    async def announce(self, case: str, **more: object) -> None:
        """Its release, in five months."""
        day = (date.today() + timedelta(days=150)).isoformat()  # noqa: DTZ011 - the clock on the wall
        known = {"person": f"P-{case}", "release_date": day, "supervision_end": None} | more
        await self.tell(release(case, None, **known))

    async def opened(self, *cases: str) -> None:
        """Cases in preparation, in which all has been done for now."""
        async with self.relay():
            for case in cases:
                await self.announce(case)
            for case in cases:
                await self.settled(case)

    @asynccontextmanager
    async def relay(self) -> AsyncIterator[None]:
        pool = await open_pool(self.database.app_dsn, most=34)
        stop = asyncio.Event()
        relay = Relay(pool, PostgresRegister(pool), opening_of(self.client, self.store), self.store.now)
        running = asyncio.create_task(relay.run(self.database.app_dsn, stop))
        try:
            yield
        finally:
            stop.set()
            await running
            await pool.close()

    async def reconcile(self) -> Reconciled:
        done: Reconciled = await self.client.execute_workflow(
            RECONCILIATION,
            ReconciliationOrder(limits=LIMITS),
            id=f"reconciliation-{uuid4()}",
            task_queue=TASK_QUEUE,
            result_type=Reconciled,
        )
        return done

    async def settled(self, case: str) -> None:
        """Open, all that came is in its ledger, and nothing more is being written."""
        before = -1

        async def rests() -> bool:
            nonlocal before
            row = await self.pool.fetchrow(
                """select last_position, last_number = (state->>'last_fact')::int as took_all
                     from case_file f join stream s on s.stream = $2 where f.case_ref = $1""",
                case,
                case_id(case),
            )
            if row is None or not row["took_all"] or row["last_position"] != before:
                before = row["last_position"] if row else -1
                await asyncio.sleep(QUIET)
                return False
            return True

        await until(rests)

    def workflow(self, case: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(case_id(case))

    async def corrections(self, case: str) -> list[tuple[str, str]]:
        """That its ledger has: what differed, and what was undertaken."""
        rows = await self.pool.fetch(
            "select data->>'kind' as kind, data->>'undertaken' as undertaken from ledger"
            " where case_ref = $1 and type = $2 order by position",
            case,
            CaseReconciled.TYPE,
        )
        return [(row["kind"], row["undertaken"]) for row in rows]

    async def open_entries(self) -> list[tuple[str, str]]:
        return [(each.case_ref, each.kind) for each in await self.listed()]

    async def listed(self, *, everything: bool = False) -> list[Entry]:
        return list(await self.entries.listed(None, everything=everything))

    async def written(self) -> tuple[int, int]:
        """How many events and facts there are."""
        events = await self.pool.fetchval("select count(*) from ledger")
        return events, await self.pool.fetchval("select count(*) from inbox")

    async def tamper(self, statement: str) -> None:
        """As only somebody with the owner's password could."""
        owner = await asyncpg.connect(self.database.owner_dsn)
        await owner.execute(f"alter table ledger disable trigger user; {statement}")
        await owner.execute("alter table ledger enable trigger user")
        await owner.close()


@asynccontextmanager
async def temporal_server() -> AsyncIterator[Client]:
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(Path(sysconfig.get_path("scripts")) / "temporal"),
        data_converter=pydantic_data_converter,
        search_attributes=[_KINDS[kind](name) for name, kind in SEARCH_ATTRIBUTES.items()],
        dev_server_extra_args=["--dynamic-config-value", MARKED_AFTER_ONE_FAILURE],
    ) as environment:
        yield environment.client


@asynccontextmanager
async def deployed(database: Database) -> AsyncIterator[Deployment]:
    async with temporal_server() as client:
        deployment = Deployment(client, database)
        async with worker_of(client, deployment.store, MailSettings(), EventSettings()):
            yield deployment


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(WITHIN):
        while not await holds():  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(BETWEEN_LOOKS)
