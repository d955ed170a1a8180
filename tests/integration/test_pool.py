"""Connections that PostgreSQL ends at the worst moment."""

import asyncio

import pytest

from activities.errors import StoreUnavailable
from activities.postgres.pool import connected, open_pool
from tests.conftest import Database
from tests.integration.half_closed import ends_kept_back


async def test_a_connection_that_is_being_ended_is_an_outage_and_is_never_used_again(
    database: Database,
) -> None:
    async with ends_kept_back(database.app_dsn) as dsn:
        pool = await open_pool(dsn, most=1)
        async with connected(pool) as connection:
            await connection.execute("select 1")
        await database.terminate_connections()
        await asyncio.sleep(0.1)  # the server's last words have come, the end of the connection hasn't
        with pytest.raises(StoreUnavailable):
            async with connected(pool) as connection:
                await connection.execute("select 2")
        async with connected(pool) as connection:
            assert await connection.fetchval("select 3") == 3
        pool.terminate()
