"""The release watch over a register of which many cases come due on one day: a small one; a long one is a benchmark."""

import asyncio
from pathlib import Path

import pytest
from temporalio.client import Client

from activities.opening import MOST_OPENING
from activities.postgres.pool import open_pool
from domain.addresses import RELEASE_WATCH_SCHEDULE, TRANSITION_CASE
from tests.integration.coming_due import Coming
from workers.dev.stack import DevStack
from workers.relay import CASES_AT_A_TIME

ROWS, DUE = 2_000, 60
WITHIN, BETWEEN_LOOKS = 150.0, 0.25
MOST_EVENTS = DUE
"""In the history of a watch, whatever comes due: fewer than one for each case."""

pytestmark = pytest.mark.timeout(240)


async def test_all_that_come_due_are_opened_once_though_the_worker_dies_and_others_are_heard_meanwhile(
    tmp_path: Path,
) -> None:
    stack = DevStack(tmp_path, port=0)
    async with stack as at:
        pool, client = await open_pool(at.database), await Client.connect(at.temporal)
        coming = Coming(pool)
        await coming.fill(ROWS, DUE)
        await coming.seconds_to_be_heard(2)
        await coming.come()
        await client.get_schedule_handle(RELEASE_WATCH_SCHEDULE).trigger()
        most = await _until_opened(coming, DUE // 3)
        await coming.seconds_to_be_heard(3)
        assert (await coming.opened()).begun < DUE, "it was heard while others were opened"
        stack.kill("worker")
        most = max(most, await _until_opened(coming, DUE))
        assert await coming.opened_more_than_once() == 0
        # Watch and relay open side by side, and each looks before it opens.
        assert most <= MOST_OPENING + CASES_AT_A_TIME
        cases = [each async for each in client.list_workflows(f"WorkflowType = '{TRANSITION_CASE}'")]
        assert len({each.id for each in cases}) == len(cases) == DUE + 1
        watches = client.list_workflows("WorkflowType = 'ReleaseWatch'")
        assert max([each.history_length async for each in watches]) < MOST_EVENTS
        await pool.close()


async def _until_opened(coming: Coming, count: int) -> int:
    """Until the ledgers of so many have begun; returns how many were being opened at a time."""
    most = 0
    async with asyncio.timeout(WITHIN):
        while (now := await coming.opened()).begun < count:
            most = max(most, now.under_way)
            await asyncio.sleep(BETWEEN_LOOKS)
    return most
