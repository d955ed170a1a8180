"""The relay: brings every fact from the inbox to its case, in order, at least once."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog
from temporalio.service import RPCError, RPCStatusCode

from activities.errors import StoreUnavailable
from activities.opening import CaseOpening
from activities.postgres.listening import listen
from activities.postgres.locks import delivery_lock
from activities.postgres.pool import Pool
from activities.postgres.register import PostgresRegister
from workers.outage import Outages
from workers.settings import Settings
from workers.wiring import opened_store, opening_of, temporal_client

CASES_AT_A_TIME = 16
SECONDS_BETWEEN_SWEEPS = 1.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 10.0
"""Between two attempts for a case that couldn't be served, in seconds; doubled each time."""
_CONNECTIONS = 2 * CASES_AT_A_TIME + 2
"""One holds the lock of a case while another reads its facts."""

_log = structlog.get_logger()


class Relay:
    """Sweeps the inboxes when it is told of something new, and every second anyway.

    Each case is a task of its own: one that fails is tried again later, and stands in no other's way.
    """

    def __init__(
        self, pool: Pool, register: PostgresRegister, opening: CaseOpening, now: Callable[[], datetime]
    ) -> None:
        """``now`` is case time."""
        self._pool = pool
        self._register = register
        self._opening = opening
        self._now = now
        self._outages = Outages()
        self._wake = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        """Cases that received something while they were being served."""
        self._pauses: dict[str, float] = {}
        self._places = asyncio.Semaphore(CASES_AT_A_TIME)

    async def run(self, dsn: str, stop: asyncio.Event) -> None:
        listening = asyncio.create_task(self._listen(dsn))
        stopping = asyncio.create_task(self._wake_at(stop))
        try:
            while not stop.is_set():
                await self._sweep()
                with suppress(TimeoutError):
                    async with asyncio.timeout(SECONDS_BETWEEN_SWEEPS):
                        await self._wake.wait()
                self._wake.clear()
        finally:
            listening.cancel()
            stopping.cancel()
            await self._finish()

    async def _finish(self) -> None:
        """Waits for what is on its way to a case: that spares a second delivery."""
        if self._running:
            _, late = await asyncio.wait(self._running.values(), timeout=LONGEST_PAUSE)
            for task in late:
                task.cancel()

    async def _sweep(self) -> None:
        after = ""
        try:
            while page := await self._register.to_deliver(self._now().date(), after):
                after = page[-1]
                for case in page:
                    if case in self._running:
                        self._again.add(case)
                    else:
                        self._start(case)
            self._outages.back("PostgreSQL")
        except StoreUnavailable as exc:
            self._outages.away("PostgreSQL", exc)

    def _start(self, case: str) -> None:
        task = asyncio.create_task(self._deliver(case))
        self._running[case] = task
        task.add_done_callback(lambda done: self._ended(case, done))

    async def _deliver(self, case: str) -> None:
        await asyncio.sleep(self._pauses.get(case, 0.0))
        async with self._places, delivery_lock(self._pool, case) as ours:
            if ours:
                while await self._opening.deliver(case):
                    self._outages.back("Temporal")

    def _ended(self, case: str, task: "asyncio.Task[None]") -> None:
        del self._running[case]
        failure = None if task.cancelled() else task.exception()
        if failure is not None:
            self._pauses[case] = min(max(2 * self._pauses.get(case, 0.0), SHORTEST_PAUSE), LONGEST_PAUSE)
            self._tell(case, failure)
            return
        self._pauses.pop(case, None)
        if case in self._again:
            self._again.remove(case)
            self._wake.set()

    def _tell(self, case: str, failure: BaseException) -> None:
        match failure:
            case StoreUnavailable():
                self._outages.away("PostgreSQL", failure)
            case RPCError(status=RPCStatusCode.UNAVAILABLE | RPCStatusCode.DEADLINE_EXCEEDED):
                self._outages.away("Temporal", failure)
            case _:
                _log.error("delivery failed", case=case, exc_info=failure)

    async def _listen(self, dsn: str) -> None:
        while True:
            try:
                await listen(dsn, self._wake.set)
            except StoreUnavailable as exc:
                self._outages.away("PostgreSQL", exc)
            await asyncio.sleep(SECONDS_BETWEEN_SWEEPS)

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()


async def run(settings: Settings) -> None:
    """Until asked to stop."""
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    async with opened_store(settings.database, most=_CONNECTIONS) as store:
        client = await temporal_client(settings)
        register = PostgresRegister(store.pool)
        relay = Relay(store.pool, register, opening_of(client, store), store.now)
        await relay.run(settings.database, stop)
