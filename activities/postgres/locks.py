"""Locks between processes that do the same work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from activities.postgres.pool import Pool, transaction

_DELIVERY = 0x7C03


@asynccontextmanager
async def delivery_lock(pool: Pool, case: str) -> AsyncIterator[bool]:
    """Whether it is ours to deliver to this case now. A transaction's: it can't outlive the process."""
    async with transaction(pool) as connection:
        yield await connection.fetchval("select pg_try_advisory_xact_lock($1, hashtext($2))", _DELIVERY, case)
