"""One run of the fault test: the stack is started, told and killed, waited for, and looked at."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from activities.postgres.pool import Pool, opened_pool
from tests.faults import checking
from tests.faults.killing import Observed, kill_as_planned, watch
from tests.faults.logs import traces
from tests.faults.plan import Plan, Size, planned
from tests.faults.posting import Posted, post_everything
from tests.faults.quiet import until_quiet
from tests.integration.killing import KillableStack
from workers.dev.endpoints import Endpoints

MOST_TOLD = 50
TELLS_EVERY = 30.0
STACK = "stack"


@dataclass
class Outcome:
    plan: Plan
    posted: Posted
    observed: Observed
    seconds_of_posting: float = 0.0
    seconds_to_quiet: float = 0.0
    faults: list[str] = field(default_factory=list)
    late_tasks: Counter[str] = field(default_factory=Counter)
    """Workflow tasks that the worker, alive or not, didn't finish in time; of their repetitions only the last."""


async def run(size: Size, seed: int, folder: Path, tell: Callable[[str], None]) -> Outcome:
    """On a stack of its own in ``folder``, which is ended afterwards whatever happens."""
    stack = KillableStack(folder / STACK, log=folder / "stack.log")
    outcome = Outcome(planned(size, seed, datetime.now(UTC)), Posted(), Observed())
    try:
        at = await stack.start()
        tell(f"ready: {outcome.plan.told}")
        await _gone_through(stack, at, outcome, seed, tell)
        outcome.faults += [*traces(folder / STACK), *outcome.observed.grown]
    finally:
        stack.kill_all()
    return outcome


async def _gone_through(
    stack: KillableStack, at: Endpoints, outcome: Outcome, seed: int, tell: Callable[[str], None]
) -> None:
    async with opened_pool(at.database) as pool:
        watching = asyncio.create_task(watch(stack, outcome.observed))
        working = asyncio.create_task(_worked(stack, at, pool, outcome, seed, tell))
        try:
            await asyncio.wait({watching, working}, return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                watching.result()
            await working
        finally:
            for task in (watching, working):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await asyncio.wait({task})


async def _worked(
    stack: KillableStack,
    at: Endpoints,
    pool: Pool,
    outcome: Outcome,
    seed: int,
    tell: Callable[[str], None],
) -> None:
    plan, posted = outcome.plan, outcome.posted
    all_posts = len(list(chain(*plan.posts)))
    begun = time.monotonic()
    telling = asyncio.create_task(_tell_progress(posted, all_posts, tell))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(post_everything(at, plan.posts, posted, seed))
            group.create_task(
                kill_as_planned(stack, plan.outages, lambda: posted.answered / all_posts, outcome.observed)
            )
    finally:
        telling.cancel()
    outcome.seconds_of_posting = time.monotonic() - begun
    tell(f"all posted in {outcome.seconds_of_posting:.0f} s")
    begun = time.monotonic()
    await until_quiet(pool, tell)
    outcome.seconds_to_quiet = time.monotonic() - begun
    tell(f"quiet after {outcome.seconds_to_quiet:.0f} s; looking at everything")
    outcome.faults = [fault async for fault in _faults(at, pool, outcome)]


async def _tell_progress(posted: Posted, posts: int, tell: Callable[[str], None]) -> None:
    while True:
        await asyncio.sleep(TELLS_EVERY)
        tell(f"{posted.answered:,} of {posts:,} posts answered")


async def _faults(at: Endpoints, pool: Pool, outcome: Outcome) -> AsyncIterator[str]:
    client = await Client.connect(at.temporal, data_converter=pydantic_data_converter)
    for found in (
        checking.all_accepted_are_stored(pool, outcome.posted.accepted),
        checking.all_cases_are_open(pool),
        checking.all_stored_are_recorded(pool),
        checking.facts_of_persons_reach_all_their_cases(pool),
        checking.the_ledger_is_what_was_written(pool),
        checking.no_workflow_failed(client),
        checking.workflows_are_well(pool, client, outcome.late_tasks),
    ):
        async for fault in found:
            yield fault
