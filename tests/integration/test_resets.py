"""An operator resets and terminates the workflows of a running case by hand: the case goes on, and nothing is lost.

``RESETS=20 pytest tests/integration/test_resets.py`` is the long run; ``SEED`` gives another one.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import structlog

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
from tests.integration.operating import reset, terminate
from workers.dev.stack import DevStack

RESETS = int(os.environ.get("RESETS", "2"))
"""Of the case, and of each procedure that runs."""
SEED = int(os.environ.get("SEED", "1"))
DAYS_PER_SECOND = 30
PAUSE = 0.3
CASE = "R-1"
KINDS = {
    "",
    "network-building",
    "information-handover",
    "manager-appointment",
    "assessment",
    "court-report",
    "breach-handling",
}
log = structlog.get_logger()
pytestmark = pytest.mark.timeout(90 + 20 * RESETS)


@pytest_asyncio.fixture
async def load(tmp_path: Path) -> AsyncIterator[Caseload]:
    async with DevStack(tmp_path, port=0, days_per_second=DAYS_PER_SECOND) as at, caseload(at) as load:
        yield load


async def test_resets_and_terminations_of_a_running_case_and_its_procedures_lose_nothing(
    load: Caseload,
) -> None:
    chance = random.Random(SEED)
    await open_case(load, CASE)
    async with load.chatter(CASE, pause=PAUSE, seed=SEED):
        await release_with_a_breach(load, CASE)
        done = await _reset_all(load, chance)
        await _terminate_all(load, chance)
    for stream in await load.running():
        await load.ensure_standing(stream)
    await end_supervision(load, CASE)
    view = await load.until_view(CASE, is_over)
    assert view["closed_because"] == "completed"
    await load.until_nothing_runs(CASE)
    for stream in sorted(done):
        await reset(load.client, stream, chance, keep_signals=False)
    await load.until_nothing_runs(CASE)
    assert (await load.view(CASE))["closed_because"] == "completed"
    verified = await load.ensure_nothing_is_lost(CASE)
    await load.ensure_no_workflow_failed()
    rewound = {rewind.stream for rewind in verified.rewinds}
    log.info(
        "resets.survived",
        resets=sum(done.values()),
        workflows=len(done),
        rewinds=len(verified.rewinds),
        streams_rewound=len(rewound),
        events=verified.events,
        facts=len(load.accepted[CASE]),
    )
    assert case_id(CASE) in rewound
    assert len(rewound) > 1


async def _reset_all(load: Caseload, chance: random.Random) -> dict[str, int]:
    """Some have ended by the time of their turn: their cases dismiss them."""
    left = dict.fromkeys(await _one_of_each_kind(load), RESETS)
    done = dict.fromkeys(left, 0)
    while left:
        stream = chance.choice(sorted(left))
        await reset(load.client, stream, chance, keep_signals=chance.random() < 0.7)
        done[stream] += 1
        left = {each: RESETS - done[each] for each in left if done[each] < RESETS}
        await asyncio.sleep(chance.uniform(0, 0.5))
    return done


async def _one_of_each_kind(load: Caseload) -> set[str]:
    seen: set[str] = set()
    async with asyncio.timeout(ANSWERS_WITHIN):
        while {_kind(stream) for stream in seen} != KINDS:
            seen |= await load.running()
            await asyncio.sleep(BETWEEN_LOOKS)
    return seen


def _kind(stream: str) -> str:
    """The procedure's, or nothing for the case itself."""
    return "".join(stream.split("/")[2:3])


async def _terminate_all(load: Caseload, chance: random.Random) -> None:
    for stream in sorted(await load.running(), reverse=True):
        await terminate(load.client, stream)
        await asyncio.sleep(chance.uniform(0, 0.4))
