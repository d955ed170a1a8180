"""A busy case whose runs are kept short, with its mailbox full: what goes on in a new run loses nothing."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from domain.addresses import case_id
from tests.integration.caseload import (
    ANSWERS_WITHIN,
    BETWEEN_LOOKS,
    Caseload,
    caseload,
    end_supervision,
    is_over,
    open_case,
    release_with_a_breach,
)
from workers.dev.stack import DevStack

SUGGESTED_AT = "50"
"""Events of a history, instead of the 4,096 of a server that isn't told otherwise."""
RUNS = 4
DAYS_PER_SECOND = 30
PAUSE = 0.2
CASE = "N-1"
pytestmark = pytest.mark.timeout(110)


@pytest_asyncio.fixture
async def load(tmp_path: Path) -> AsyncIterator[Caseload]:
    often = {"limit.historyCount.suggestContinueAsNew": SUGGESTED_AT}
    stack = DevStack(tmp_path, port=0, days_per_second=DAYS_PER_SECOND, temporal_config=often)
    async with stack as at, caseload(at) as load:
        yield load


async def test_a_busy_case_with_running_procedures_goes_through_many_runs_and_loses_nothing(
    load: Caseload,
) -> None:
    await open_case(load, CASE)
    async with load.chatter(CASE, pause=PAUSE, seed=1):
        await release_with_a_breach(load, CASE)
        await _until_left_behind(load, RUNS)
        for stream in await load.running():
            await load.ensure_standing(stream)
    await end_supervision(load, CASE)
    view = await load.until_view(CASE, is_over)
    assert view["closed_because"] == "completed"
    await load.until_nothing_runs(CASE)
    assert (await load.ensure_nothing_is_lost(CASE)).rewinds == ()
    await load.ensure_no_workflow_failed()


async def _until_left_behind(load: Caseload, runs: int) -> None:
    """Until the case has gone on in a new run so often, and two of its procedures at least once."""
    left: Counter[str] = Counter()
    async with asyncio.timeout(ANSWERS_WITHIN):
        while left[case_id(CASE)] < runs or len(left) < 3:
            listed = load.client.list_workflows("ExecutionStatus = 'ContinuedAsNew'")
            left = Counter([each.id async for each in listed])
            await asyncio.sleep(BETWEEN_LOOKS)
