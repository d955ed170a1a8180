"""Being told by PostgreSQL that an inbox has received something."""

import asyncio
from collections.abc import Callable

import asyncpg

from activities.errors import StoreUnavailable
from activities.postgres.inbox import CHANNEL
from activities.postgres.pool import SECONDS_TO_CONNECT

_SECONDS_BETWEEN_PROBES = 15


async def listen(dsn: str, heard: Callable[[str], None]) -> None:
    """Calls ``heard`` with each case that receives something, until the connection is lost: ``StoreUnavailable``."""
    try:
        connection = await asyncpg.connect(dsn, timeout=SECONDS_TO_CONNECT)
    except (OSError, TimeoutError, asyncpg.PostgresError) as exc:
        raise StoreUnavailable(f"PostgreSQL can't be reached: {type(exc).__name__}") from exc
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    try:
        await connection.add_listener(CHANNEL, lambda *told: heard(str(told[-1])))
        while not lost.is_set():
            await _probe(connection, lost)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as exc:
        raise StoreUnavailable("the connection to PostgreSQL was lost") from exc
    finally:
        connection.terminate()
    raise StoreUnavailable("the connection to PostgreSQL was lost")


async def _probe(connection: "asyncpg.Connection[asyncpg.Record]", lost: asyncio.Event) -> None:
    """A connection that a network has swallowed says nothing: ask it from time to time."""
    try:
        async with asyncio.timeout(_SECONDS_BETWEEN_PROBES):
            await lost.wait()
    except TimeoutError:
        await connection.execute("select", timeout=SECONDS_TO_CONNECT)
