"""Processes are killed in the middle of a running caseload: it goes on, late perhaps, as if nothing had been."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.integration.caseload import (
    Caseload,
    caseload,
    end_supervision,
    is_over,
    open_case,
    release_with_a_breach,
)
from tests.integration.killing import KillableStack

DAYS_PER_SECOND = 30
PAUSE = 0.4
COMPLETED, TRANSFERRED, DIED = CASES = ("K-1", "K-2", "K-3")
pytestmark = pytest.mark.timeout(110)


@pytest_asyncio.fixture
async def stack(tmp_path: Path) -> AsyncIterator[KillableStack]:
    killable = KillableStack(tmp_path, DAYS_PER_SECOND)
    yield killable
    killable.kill_all()


async def test_a_caseload_outlives_the_death_of_worker_relay_and_the_whole_stack(
    stack: KillableStack,
) -> None:
    async with caseload(await stack.start()) as load:
        async with load.chatter(*CASES, pause=PAUSE, seed=1):
            for case in CASES:
                await open_case(load, case)
            await _kill(stack, "worker", "relay")
            for case in CASES:
                await release_with_a_breach(load, case)
            await _kill(stack, "worker")
            stack.kill_all()
            await stack.start()
            await _kill(stack, "relay", "worker")
        await _end(load)
        await load.ensure_no_workflow_failed()
        for case in CASES:
            await load.until_nothing_runs(case)
            assert (await load.ensure_nothing_is_lost(case)).rewinds == ()


async def _kill(stack: KillableStack, *names: str) -> None:
    for name in names:
        await asyncio.sleep(1)
        stack.kill(name)
    await asyncio.sleep(1)


async def _end(load: Caseload) -> None:
    await end_supervision(load, COMPLETED)
    await load.say(TRANSFERRED, "case.transferred", jurisdiction="eu-south", out=True)
    await load.say(DIED, "person.died")
    ends = {COMPLETED: "completed", TRANSFERRED: "transferred-out", DIED: "died"}
    for case, because in ends.items():
        view = await load.until_view(case, is_over)
        assert view["closed_because"] == because
        assert await load.phases(case) == [
            "supervision",
            *(["follow-up"] if because == "completed" else []),
        ]
