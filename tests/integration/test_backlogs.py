"""Much waits for an endpoint that was away: no more of it is read than is sent, and each case has its turn."""

from collections import Counter

import pytest

from activities.postgres.event_outbox import AT_ONCE_IN_TROUBLE, PostgresEventOutbox
from activities.postgres.pool import Pool, open_pool
from domain.subscriptions.delivery import PAUSES, Away
from tests.conftest import Database
from tests.integration.receiver import receiver
from tests.integration.subscribing import later, one_case, recorded, send_all, standing, subscribe

_ROWS_READ = """
select seq_tup_read + idx_tup_fetch from pg_stat_user_tables where relname = 'subscribed_event'
"""
BACKLOG = 2_000


async def rows_read(pool: Pool) -> int:
    """By all that has used the one connection of this pool."""
    await pool.execute("select pg_stat_force_next_flush()")
    read: int = await pool.fetchval(_ROWS_READ)
    return read


@pytest.mark.parametrize("cases", [1, 7])
async def test_of_a_long_backlog_only_the_first_event_of_each_case_is_looked_at(
    database: Database, cases: int
) -> None:
    await subscribe(database.pool, "https://desk.example/")
    for case in range(cases):
        await one_case(database.pool, f"C-{case}")
        await recorded(database.pool, f"C-{case}", 1, BACKLOG // cases)
    alone = await open_pool(database.app_dsn, most=1)
    before = await rows_read(alone)
    outbox = PostgresEventOutbox(alone, exercise=False)
    assert await outbox.claim(10) == ["housing"]
    due = await outbox.next_round("housing")
    assert due is not None
    assert [each.position for each in due.events] == [1] * cases
    assert await rows_read(alone) - before < 10 * (cases + 1)
    await alone.close()


async def test_where_more_cases_wait_than_are_sent_at_once_each_has_its_turn(database: Database) -> None:
    pool = database.pool
    await subscribe(pool, "https://desk.example/")
    for case in range(5):
        await one_case(pool, f"C-{case}")
        await recorded(pool, f"C-{case}", 1, 3)
    tried: Counter[str] = Counter()
    outbox = PostgresEventOutbox(pool, exercise=False)
    for _ in range(7):
        await later(pool)
        await outbox.claim(1)
        due = await outbox.next_round("housing")
        assert due is not None
        assert len(due.events) == (AT_ONCE_IN_TROUBLE if tried else 5)
        tried.update(each.recorded.case for each in due.events)
        await outbox.settle("housing", [(each, Away("500")) for each in due.events])
        await outbox.release("housing")
    assert set(tried) == {f"C-{case}" for case in range(5)}
    assert max(tried.values()) - min(tried.values()) <= 1


async def test_a_case_that_is_put_off_holds_up_nobody_however_much_waits_behind_it(
    database: Database,
) -> None:
    pool = database.pool
    async with receiver() as system:
        await subscribe(pool, system.url)
        system.refuses = lambda posted: posted.place == ("C-1", 1)
        for case, events in (("C-1", 50), ("C-2", 20), ("C-3", 1)):
            await one_case(pool, case)
            await recorded(pool, case, 1, events)
        assert (await send_all(pool)).taken == 21
        found = await standing(pool)
        assert (found.waiting, found.failing_since) == (50, None)
        assert (await send_all(pool)).taken == 0


async def test_an_event_that_an_endpoint_always_stumbles_over_is_set_aside_and_holds_up_no_other(
    database: Database,
) -> None:
    pool = database.pool
    async with receiver() as system:
        await subscribe(pool, system.url)
        system.refusal = "500 Internal Server Error"
        system.refuses = lambda posted: posted.place == ("C-1", 1)
        for case in ("C-1", "C-2"):
            await one_case(pool, case)
            await recorded(pool, case, 1, 1)
        for _ in range(len(PAUSES) + 1):
            await send_all(pool)
            assert (await standing(pool)).failing_since is None, "whatever else comes goes out at once"
            await pool.execute("update subscribed_event set next_attempt = now()")
        found = await standing(pool)
    assert (found.paused_at, found.waiting, found.aside) == (None, 0, 1)


async def test_an_endpoint_that_never_takes_anything_beside_the_event_that_it_fails_at_is_paused(
    database: Database,
) -> None:
    pool = database.pool
    async with receiver() as system:
        await subscribe(pool, system.url)
        system.head = "500 Internal Server Error"
        await one_case(pool)
        await recorded(pool, "C-1", 1, 1)
        for _ in range(len(PAUSES) + 1):
            await send_all(pool)
            await later(pool)
    assert (await standing(pool)).paused_because == "away"
