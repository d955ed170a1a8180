"""What every process is put together from: the store with its clock, and the way to the cases."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from activities.errors import StoreUnavailable
from activities.opening import CaseOpening
from activities.policies import ShippedPolicies
from activities.postgres.exercise import read_clock
from activities.postgres.inbox import PostgresInbox
from activities.postgres.pool import MOST_CONNECTIONS, Pool, open_pool
from activities.postgres.register import PostgresRegister
from domain.clock import CaseClock
from workers.outage import Outages
from workers.settings import OperatorSettings, Settings

policy_of = ShippedPolicies()
_SECONDS_BETWEEN_ATTEMPTS = 1.0


@dataclass(frozen=True)
class Store:
    pool: Pool
    clock: CaseClock

    def now(self) -> datetime:
        """Case time."""
        return self.clock.case_time(datetime.now(UTC))


@asynccontextmanager
async def opened_store(dsn: str, most: int = MOST_CONNECTIONS) -> AsyncIterator[Store]:
    """The store, as soon as it answers and its clock is settled: we may be up before PostgreSQL is."""
    pool = await open_pool(dsn, most)
    try:
        yield Store(pool, await _settled_clock(pool))
    finally:
        pool.terminate()


async def temporal_client(settings: Settings | OperatorSettings, *, lazy: bool = True) -> Client:
    """A client; a lazy one connects when it is first used, which a worker's can't."""
    return await Client.connect(
        settings.temporal,
        namespace=settings.namespace,
        data_converter=pydantic_data_converter,
        lazy=lazy,
    )


def opening_of(client: Client, store: Store) -> CaseOpening:
    register = PostgresRegister(store.pool)
    inbox = PostgresInbox(store.pool, policy_of)
    return CaseOpening(client, register, inbox, policy_of, store.clock, store.now)


async def _settled_clock(pool: Pool) -> CaseClock:
    outages = Outages()
    while True:
        try:
            return await read_clock(pool)
        except StoreUnavailable as exc:
            outages.away("PostgreSQL", exc)
            await asyncio.sleep(_SECONDS_BETWEEN_ATTEMPTS)
