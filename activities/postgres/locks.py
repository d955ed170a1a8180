"""Locks between processes that do the same work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from activities.postgres.pool import Pool, transaction

_DELIVERY = 0x7C03
_SECONDS_TO_DELIVER = 25
"""Longer than Temporal may take to answer. PostgreSQL ends the session of a relay that hangs, and with it the lock."""
_LOCK = """
select pg_try_advisory_xact_lock($1, hashtext($2)) from set_config('idle_in_transaction_session_timeout', $3, true)
"""


@asynccontextmanager
async def delivery_lock(pool: Pool, case: str) -> AsyncIterator[bool]:
    """Whether it is ours to deliver to this case now. A transaction's: it can't outlive the process.

    It spares deliveries, and is not what keeps their order: who has lost it without knowing does no harm, since a
    case takes each number once, and in order.
    """
    async with transaction(pool) as connection:
        yield await connection.fetchval(_LOCK, _DELIVERY, case, f"{_SECONDS_TO_DELIVER}s")
