"""Relays whose engine and store go away and come back, that are killed, paused and outrun: no fact is lost or late."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from activities.errors import StoreUnavailable
from activities.postgres import locks
from activities.postgres.inbox_desk import Which, undelivered
from activities.postgres.locks import delivery_lock
from domain.inbox import InboundFact
from tests.conftest import Database
from tests.integration.inbound import release, report
from tests.integration.relay_processes import Outside, outside
from tests.integration.relaying import until

CASES = [f"O-{number}" for number in range(40)]
ANSWERS_WITHIN = 45
"""Seconds: processes have to start, on a machine that may have other things to do."""
pytestmark = pytest.mark.timeout(110)


@pytest_asyncio.fixture
async def around(tmp_path: Path) -> AsyncIterator[Outside]:
    async with outside(tmp_path) as servers:
        yield servers


def reports() -> list[InboundFact]:
    return [report(case) for case in CASES]


async def test_a_relay_waits_for_engine_and_store_to_come_back_and_then_brings_all_that_has_waited(
    around: Outside,
) -> None:
    await around.accept(*(release(case, person=case) for case in CASES))
    relay = around.relay()
    await asyncio.sleep(3)  # it has begun, and there is no engine
    await around.accept(*reports())
    await around.start_temporal()
    await until(around.all_delivered, ANSWERS_WITHIN)
    around.temporal.kill()
    await around.temporal.wait()
    await around.accept(*reports())
    await asyncio.sleep(2)
    around.postgres.kill()
    await around.postgres.wait()
    await asyncio.sleep(1)
    await around.start_postgres()
    await around.accept(*reports())
    await around.start_temporal()
    await until(around.all_delivered, ANSWERS_WITHIN)
    assert relay.poll() is None
    for case in CASES:
        assert await around.signalled(case) == [1, 2, 3, 4]
    assert await undelivered(around.pool, Which()) == []
    assert await around.pool.fetchval("select count(*) from dead_letter") == 0


async def test_of_several_relays_one_is_killed_and_one_is_paused_and_goes_on_later(around: Outside) -> None:
    await around.start_temporal()
    await around.accept(*(release(case, person=case) for case in CASES))
    killed, paused, other = around.relay(), around.relay(), around.relay()
    await until(around.all_delivered, ANSWERS_WITHIN)
    telling = asyncio.create_task(_tell(around, 10))
    await asyncio.sleep(0.3)
    killed.send_signal(signal.SIGKILL)
    paused.send_signal(signal.SIGSTOP)
    await telling
    late = around.relay()
    await asyncio.sleep(0.5)
    paused.send_signal(signal.SIGCONT)
    await until(around.all_delivered, ANSWERS_WITHIN)
    assert [each.poll() for each in (paused, other, late)] == [None] * 3
    for case in CASES:
        assert await around.signalled(case) == list(range(1, 12))


async def _tell(around: Outside, times: int) -> None:
    for _ in range(times):
        await around.accept(*reports())
        await asyncio.sleep(0.1)


async def test_who_hangs_while_it_delivers_loses_the_case_to_another(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_SECONDS_TO_DELIVER", 1)

    async def hang() -> None:
        async with delivery_lock(database.pool, "O-1") as ours:
            assert ours
            assert not await _is_free(database)
            await asyncio.sleep(1.5)
            assert await _is_free(database)

    with pytest.raises(StoreUnavailable):
        await hang()


async def _is_free(database: Database) -> bool:
    async with delivery_lock(database.pool, "O-1") as ours:
        return ours
