"""Databases of earlier versions, with what was in them, brought up to date."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from activities.postgres.migrate import migrate
from activities.postgres.undelivered import Which, retry, undelivered
from tests.conftest import Database, fresh_database
from workers.dev.postgres import APPLICATION, EmbeddedPostgres

BEFORE_MAIL_LEFT = "0009"
EVERYTHING = Which()


@pytest.fixture
async def old(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A database without any schema yet."""
    async with fresh_database(postgres, template="template1") as database:
        yield database


async def run(database: Database, *statements: str) -> None:
    owner = await asyncpg.connect(database.owner_dsn)
    for statement in statements:
        await owner.execute(statement)
    await owner.close()


async def test_notices_that_nothing_had_sent_wait_for_an_operator_instead_of_going_out_years_late(
    old: Database,
) -> None:
    await migrate(old.owner_dsn, APPLICATION, BEFORE_MAIL_LEFT)
    await run(
        old,
        "insert into case_file (case_ref) values ('C-1')",
        """insert into notice (case_ref, position, member, kind, subject, about, sent_at)
           values ('C-1', 4, 'police:north', 'invitation', 's', 'police:north', null),
                  ('C-1', 5, 'police:east', 'invitation', 's', 'police:east', now())""",
    )
    await migrate(old.owner_dsn, APPLICATION)
    assert await undelivered(old.pool, EVERYTHING, waiting=True) == []
    [kept] = await undelivered(old.pool, EVERYTHING, waiting=False)
    assert (kept.member, kept.undeliverable) == ("police:north", "not-recent")
    assert await retry(old.pool, EVERYTHING) == 1
    [waiting] = await undelivered(old.pool, EVERYTHING, waiting=True)
    assert waiting.member == "police:north"
