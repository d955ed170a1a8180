"""The relay: brings every fact from the inbox to its case, in order, at least once."""

import asyncio
import random
import signal
from collections.abc import Callable
from datetime import datetime

import structlog

from activities.delivery import FactHindered
from activities.errors import EngineAway, StoreUnavailable
from activities.opening import CaseOpening
from activities.postgres.dead_letters import give_up_unknown
from activities.postgres.listening import listen
from activities.postgres.locks import delivery_lock
from activities.postgres.pool import Pool
from activities.postgres.register import MOST_DUE, PostgresRegister
from domain.dead_letters import UNKNOWN_KEPT
from workers.delivery_queue import DeliveryQueue
from workers.outage import Outages
from workers.settings import Settings
from workers.turnstile import LONGEST_PAUSE, Turnstile, next_pause
from workers.wiring import opened_store, opening_of, policy_of, temporal_client

CASES_AT_A_TIME = 8
SECONDS_BETWEEN_SWEEPS = 1.0
SECONDS_BETWEEN_LOOKS = 60.0
_CONNECTIONS = 2 * CASES_AT_A_TIME + 2
"""One holds the lock of a case while another reads its facts; sweep and look have one each."""

_log = structlog.get_logger()


class Relay:
    """Serves the cases that PostgreSQL tells of at once, and finds those that it hasn't heard of by sweeping.

    Several may run over one database: they share the work.
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
        self._queue = DeliveryQueue()
        self._turnstile = Turnstile()
        self._pauses: dict[str, float] = {}
        """Of the cases that couldn't be served."""

    async def run(self, dsn: str, stop: asyncio.Event) -> None:
        finding = [asyncio.create_task(each) for each in (self._sweep(), self._listen(dsn), self._look())]
        serving = [asyncio.create_task(self._serve()) for _ in range(CASES_AT_A_TIME)]
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait([stopping, *finding, *serving], return_when=asyncio.FIRST_COMPLETED)
            self._queue.close()
            # What is on its way to a case: that spares a second delivery.
            await asyncio.wait(serving, timeout=LONGEST_PAUSE)
        finally:
            for task in (stopping, *finding, *serving):
                task.cancel()
            await asyncio.gather(stopping, *finding, *serving, return_exceptions=True)
        for task in (*finding, *serving):
            if not task.cancelled():
                task.result()

    async def _serve(self) -> None:
        while (case := await self._queue.next()) is not None:
            async with self._turnstile.passage():
                task = asyncio.create_task(self._deliver(case))
                await asyncio.wait([task])
                if (failure := task.exception()) is None:
                    self._turnstile.passed()
                    self._pauses.pop(case, None)
                    self._queue.served(case, more=task.result())
                else:
                    self._put_off(case, failure)

    async def _deliver(self, case: str) -> bool:
        """Whether the case may have something waiting still. Nothing, where another relay serves it."""
        async with delivery_lock(self._pool, case) as ours:
            brought = await self._opening.deliver(case) if ours else "nothing"
        if brought != "nothing":
            self._outages.back("Temporal")
        return brought == "some"

    def _put_off(self, case: str, failure: BaseException) -> None:
        match failure:
            case StoreUnavailable():
                self._turnstile.failed(case)
                self._outages.away("PostgreSQL", failure)
            case EngineAway():
                self._turnstile.failed(case)
                self._outages.away("Temporal", failure)
            case FactHindered():
                self._turnstile.passed()
                _log.warning("fact hindered", why=str(failure))
            case _:
                _log.error("delivery failed", case=case, exc_info=failure)
        self._pauses[case] = next_pause(self._pauses.get(case, 0.0))
        self._queue.rest(case, self._pauses[case])

    async def _sweep(self) -> None:
        """Through all that waits, page by page as it is served; then from the beginning."""
        after = ""
        while True:
            try:
                page = await self._register.to_deliver(self._now().date(), after)
                self._outages.back("PostgreSQL")
            except StoreUnavailable as exc:
                self._outages.away("PostgreSQL", exc)
                page = []
            # Not in the same order as another relay: so they rarely reach for the same case.
            self._queue.sweep(random.sample(page, len(page)))
            await self._queue.room()
            if len(page) == MOST_DUE:
                after = page[-1]
            else:
                after = ""
                await asyncio.sleep(SECONDS_BETWEEN_SWEEPS)

    async def _listen(self, dsn: str) -> None:
        while True:
            try:
                await listen(dsn, self._queue.tell)
            except StoreUnavailable as exc:
                self._outages.away("PostgreSQL", exc)
            await asyncio.sleep(SECONDS_BETWEEN_SWEEPS)

    async def _look(self) -> None:
        """After what nobody has come to know in time."""
        while True:
            try:
                while given_up := await give_up_unknown(self._pool, kept_since(self._now())):
                    _log.warning("unknown references", given_up=given_up)
            except StoreUnavailable as exc:
                self._outages.away("PostgreSQL", exc)
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


def kept_since(now: datetime) -> datetime:
    """What was received before then has waited too long for its case to become known. In case time."""
    receipt = policy_of(None, None, now.date()).receipt
    kept = (receipt and receipt.unknown_kept) or UNKNOWN_KEPT
    return datetime.combine(kept.days_before(now.date()), now.timetz())


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
