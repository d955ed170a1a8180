"""The inbox as operators have it before them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from typer.testing import CliRunner, Result

from activities.postgres.inbox_desk import Which, undelivered
from domain.inbox import InboundFact
from tests.conftest import Database
from tests.integration.relaying import until
from workers import inbox_cli


async def letters(database: Database, case: str | None = None) -> list[tuple[str, int, str | None]]:
    found = await undelivered(database.pool, Which(case))
    return sorted((each.case, each.number, each.reason) for each in found)


async def at_terminal(database: Database, folder: Path, *asked: str) -> Result:
    (folder / "dev.json").write_text(json.dumps({"database": database.app_dsn}))
    command = [*asked, "--data", str(folder)]
    return await asyncio.to_thread(CliRunner(env={"COLUMNS": "200"}).invoke, inbox_cli.app, command)


def written(folder: Path, event: InboundFact) -> str:
    file = folder / "event.json"
    told = {"specversion": "1.0", "source": event.source, "id": event.id, "type": event.type}
    file.write_text(json.dumps({**told, "subject": event.case, "data": event.data}))
    return str(file)


@asynccontextmanager
async def held_up(database: Database) -> AsyncIterator[None]:
    """Nobody can settle a letter meanwhile."""
    connection = await asyncpg.connect(database.owner_dsn)
    try:
        await connection.execute("begin; select from dead_letter for update")
        yield
        if not connection.is_closed():
            await connection.execute("rollback")
    finally:
        connection.terminate()


async def until_waiting(database: Database, connections: int) -> None:
    superuser = await asyncpg.connect(database.superuser_dsn)
    waiting = "select count(*) = $2 from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'"
    await until(lambda: superuser.fetchval(waiting, database.name, connections))
    await superuser.close()
