"""Connections to PostgreSQL."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias

import asyncpg

from activities.errors import StoreUnavailable

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = (
    "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
)

MOST_CONNECTIONS = 10
SECONDS_TO_CONNECT = 5
SECONDS_PER_STATEMENT = 30

_AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shut down, crashed, or not yet up
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InternalClientError,  # used while the server was ending it
)


async def open_pool(dsn: str, most: int = MOST_CONNECTIONS) -> Pool:
    """A pool that connects when it is first used: a process may start before PostgreSQL does."""
    return await asyncpg.create_pool(
        dsn,
        min_size=0,
        max_size=most,
        init=_prepare,
        reset=_nothing_to_reset,
        timeout=SECONDS_TO_CONNECT,
        command_timeout=SECONDS_PER_STATEMENT,
        server_settings={"application_name": "throughcare", "timezone": "UTC"},
    )


@asynccontextmanager
async def opened_pool(dsn: str, most: int = MOST_CONNECTIONS) -> AsyncIterator[Pool]:
    """Whoever leaves it waits for no answer that is still under way: the server may never give it."""
    pool = await open_pool(dsn, most)
    try:
        yield pool
    finally:
        pool.terminate()


@asynccontextmanager
async def connected(pool: Pool) -> AsyncIterator[Connection]:
    """A connection of the pool; where PostgreSQL is away, ``StoreUnavailable`` once and for all callers."""
    try:
        async with pool.acquire() as connection:
            try:
                yield connection
            except asyncpg.InternalClientError:
                # The server has said farewell, and its end of the connection is still to come: this one would go back
                # into the pool, and fail whoever is given it next.
                connection.terminate()
                raise
    except _AWAY as exc:
        raise StoreUnavailable(f"PostgreSQL can't be reached: {type(exc).__name__}") from exc
    except asyncpg.InterfaceError as exc:
        if isinstance(exc, ValueError):  # a wrong argument is a fault of ours
            raise
        raise StoreUnavailable("the connection to PostgreSQL was lost") from exc


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    async with connected(pool) as connection, connection.transaction():
        yield connection


async def _prepare(connection: Connection) -> None:
    await connection.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")


async def _nothing_to_reset(_: Connection) -> None:
    """Spares a round trip per use: nothing here changes a session, and all locks are the transaction's."""
