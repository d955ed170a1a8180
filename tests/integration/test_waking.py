"""Whom the inbox wakes: who has something to be brought now, and nobody for what waits for years."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from activities.postgres.inbox import CHANNEL, PostgresInbox
from activities.postgres.register import PostgresRegister
from tests.conftest import Database
from tests.integration.inbound import NOON, accept, release, report
from workers.wiring import policy_of

LAST = "woken by nobody but this test"


@asynccontextmanager
async def _listening(database: Database) -> AsyncIterator["asyncio.Queue[str]"]:
    told: asyncio.Queue[str] = asyncio.Queue()
    connection = await asyncpg.connect(database.app_dsn)
    await connection.add_listener(CHANNEL, lambda *heard: told.put_nowait(str(heard[-1])))
    yield told
    await connection.close()


async def _woken(database: Database, told: "asyncio.Queue[str]") -> list[str]:
    """All who were, until now: PostgreSQL tells in the order of the commits."""
    await database.pool.execute("select pg_notify($1, $2)", CHANNEL, LAST)
    woken: list[str] = []
    while (case := await told.get()) != LAST:
        woken.append(case)
    return sorted(woken)


async def test_a_case_is_woken_that_is_open_or_comes_due_and_no_other(database: Database) -> None:
    inbox = PostgresInbox(database.pool, policy_of)
    async with _listening(database) as told:
        await accept(
            inbox, release("W-1", release_date="2029-12-01"), report("W-2"), release("W-3", person="P-3")
        )
        assert await _woken(database, told) == ["W-3"]
        await accept(inbox, report("W-1"), report("W-2"), report("W-3"))
        assert await _woken(database, told) == ["W-3"]
        await accept(inbox, release("W-1"))
        assert await _woken(database, told) == ["W-1"]
        await PostgresRegister(database.pool).mark_opened("W-1", NOON, "mates@1")
        await accept(inbox, release("W-1", release_date="2029-12-01"))
        assert await _woken(database, told) == ["W-1"]


async def test_what_was_told_before_wakes_nobody(database: Database) -> None:
    inbox, known = PostgresInbox(database.pool, policy_of), release("W-4", person="P-4")
    async with _listening(database) as told:
        await accept(inbox, known)
        await accept(inbox, known)
        assert await _woken(database, told) == ["W-4"]
