"""What every process is put together from: the store with its clock, and the way to the cases."""

import asyncio
import gc
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.runtime import Runtime, TelemetryConfig

from activities.errors import StoreUnavailable
from activities.opening import CaseOpening
from activities.policies import ShippedPolicies
from activities.postgres.exercise import read_clock
from activities.postgres.inbox import PostgresInbox
from activities.postgres.pool import MOST_CONNECTIONS, Pool, opened_pool
from activities.postgres.register import PostgresRegister
from domain.clock import CaseClock
from workers.outage import Outages
from workers.settings import OperatorSettings, Settings

policy_of = ShippedPolicies()
_SECONDS_BETWEEN_ATTEMPTS = 1.0
T = TypeVar("T")


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
    async with opened_pool(dsn, most) as pool:
        yield Store(pool, await _settled_clock(pool))


async def temporal_client(settings: Settings | OperatorSettings, *, lazy: bool = True) -> Client:
    """A client with threads of its own; a lazy one connects when it is first used, which a worker's can't."""
    return await Client.connect(
        settings.temporal,
        namespace=settings.namespace,
        data_converter=pydantic_data_converter,
        lazy=lazy,
        runtime=Runtime(telemetry=TelemetryConfig()),
    )


def run_and_part(main: Coroutine[Any, Any, T]) -> T:
    """Runs what speaks to Temporal to its end, and the threads of its client too.

    One that still has an answer to hand over when the interpreter is gone aborts the process: status 134, after all
    was done. They are joined with the last reference to the client's runtime, which is in a cycle.
    """
    try:
        return asyncio.run(main)
    finally:
        gc.collect()


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
