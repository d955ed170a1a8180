"""A diary under skipped time, and the ledger that it writes: a real one, behind a line that can be cut."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from activities.errors import StoreUnavailable
from activities.ledger import Append, Appended, Load, Loaded, Unfinished, UnfinishedAsked
from activities.policies import load_policy
from activities.postgres.ledger import PostgresLedger, stream_events
from activities.postgres.pool import connected
from activities.postgres.verify import verify
from domain.addresses import STANDING, procedure_id
from domain.events import Envelope
from domain.obligations.duty import Duty
from domain.streams import fold_all
from tests.conftest import Database
from tests.integration.recording import CASE
from tests.orchestration.diary import Diary, DiaryStart
from workflows.event_sourced import Standing

STREAM = procedure_id(CASE, "diary", 1)
QUEUE = "diary"


class FickleLedger:
    """The real ledger, behind a line that can be cut."""

    def __init__(self, ledger: PostgresLedger) -> None:
        self._ledger = ledger
        self.batches: list[Append] = []
        """Those that were stored."""
        self.failures = 0
        """How many attempts are still to fail."""
        self.reachable = asyncio.Event()
        self.reachable.set()

    async def append(self, batch: Append) -> Appended:
        await self.reachable.wait()
        if self.failures:
            self.failures -= 1
            raise StoreUnavailable("the line is cut")
        appended = await self._ledger.append(batch)
        self.batches.append(batch)
        return appended

    async def load(self, stream: Load) -> Loaded:
        return await self._ledger.load(stream)

    async def unfinished(self, asked: UnfinishedAsked) -> Unfinished:
        return await self._ledger.unfinished(asked)


@dataclass
class Keeping:
    """The diary, its ledger, and somebody who tells it what to owe."""

    environment: WorkflowEnvironment
    database: Database
    ledger: FickleLedger
    handle: WorkflowHandle[Any, int] = field(init=False)

    async def start(self) -> None:
        start = DiaryStart(stream=STREAM, policy=load_policy("mates"))
        self.handle = await self.environment.client.start_workflow(
            Diary.run, start, id=STREAM, task_queue=QUEUE
        )

    async def stop(self) -> int:
        await self.handle.signal(Diary.stop)
        with self.environment.auto_time_skipping_disabled():
            return await self.handle.result()

    async def now(self) -> datetime:
        return await self.environment.get_current_time()

    async def owe(self, *duties: Duty) -> None:
        await self.handle.signal(Diary.owe, duties)

    async def standing(self) -> Standing:
        standing: Standing = await self.handle.query(STANDING, result_type=Standing)
        return standing

    async def recorded(self) -> list[Envelope]:
        async with connected(self.database.pool) as connection:
            return await stream_events(connection, STREAM)

    async def until_recorded(self, holds: Callable[[list[Envelope]], bool]) -> list[Envelope]:
        async with asyncio.timeout(20):
            while not holds(recorded := await self.recorded()):  # noqa: ASYNC110 - nothing tells us
                await asyncio.sleep(0.02)
        return recorded

    async def ensure_standing(self) -> None:
        standing = await self.standing()
        stored = [each for each in await self.recorded() if each.version <= standing.stored]
        assert fold_all(STREAM, [*stored, *standing.queue]).model_dump(mode="json") == standing.state
        verified = await verify(self.database.pool, CASE)
        assert verified.green, verified.faults

    async def happened(self, kind: EventType.ValueType) -> int:
        return len([each async for each in self.handle.fetch_history_events() if each.event_type == kind])

    async def duty(self, name: str = "one", *, days: float = 10, what: str = "write") -> Duty:
        now = await self.now()
        return Duty(
            id=name,
            kind="evaluate",
            what=what,
            owner="police:eu",
            due=now + timedelta(days=days),
            warn=now + timedelta(days=days / 2),
            escalate_to="probation:eu",
        )
