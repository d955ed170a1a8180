"""Databases of earlier versions, with what was in them, brought up to date."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from activities.postgres import inbox_desk
from activities.postgres.migrate import migrate
from activities.postgres.undelivered import Which, retry, undelivered
from tests.conftest import Database, fresh_database
from workers.dev.postgres import APPLICATION, EmbeddedPostgres

BEFORE_MAIL_LEFT = "0009"
BEFORE_LETTERS_WERE_SETTLED_WHOLE = "0014"
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


async def test_a_fact_that_an_earlier_version_withheld_is_a_dead_letter_that_operators_see(
    old: Database,
) -> None:
    await migrate(old.owner_dsn, APPLICATION, BEFORE_MAIL_LEFT)
    await run(
        old,
        "insert into case_file (case_ref, last_number) values ('C-1', 2)",
        """insert into inbox
               (case_ref, number, source, event_id, type, occurred_at, received_at, data, passed_on, withdrawn)
           values ('C-1', 1, '/far', 'e1', 'throughcare.custody.released.v1', now(), now(), '{}', false, true),
                  ('C-1', 2, '/near', 'e2', 'throughcare.custody.released.v1', now(), now(), '{}', false, false)""",
    )
    await migrate(old.owner_dsn, APPLICATION)
    [dead] = await inbox_desk.undelivered(old.pool, inbox_desk.Which())
    assert (dead.case, dead.number, dead.reason) == ("C-1", 1, "out-of-bounds")
    [kept] = await inbox_desk.undelivered(old.pool, inbox_desk.Which(), "unknown")
    assert kept.number == 2


async def test_a_dead_letter_whose_correction_was_broken_off_waits_for_somebody_again(old: Database) -> None:
    await migrate(old.owner_dsn, APPLICATION, BEFORE_LETTERS_WERE_SETTLED_WHOLE)
    await run(
        old,
        "insert into case_file (case_ref, last_number) values ('C-1', 1)",
        """insert into inbox (case_ref, number, source, event_id, type, occurred_at, received_at, data, passed_on)
           values ('C-1', 1, '/far', 'e1', 'throughcare.custody.released.v1', now(), now(), '{}', false)""",
        """insert into dead_letter (case_ref, number, reason, given_up_at, settled, settled_at, settled_by)
           values ('C-1', 1, 'refused', now(), 'corrected', now(), 'ops:jo')""",
    )
    await migrate(old.owner_dsn, APPLICATION)
    [dead] = await inbox_desk.undelivered(old.pool, inbox_desk.Which())
    assert (dead.case, dead.number) == ("C-1", 1)


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
