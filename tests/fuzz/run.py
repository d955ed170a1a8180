"""One run of mutated events against a stack that is at work: several callers, then a look at everything."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from random import Random

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from activities.postgres.pool import Pool, connected, opened_pool
from tests.faults import checking
from tests.faults.quiet import until_quiet
from tests.fuzz.caller import Caller
from tests.fuzz.drawing import drawn, openings
from tests.fuzz.judging import BUSY, faults_of
from tests.fuzz.spoiling import Request, batch
from workers.dev.endpoints import Endpoints

CALLERS = 6
MOST_TOLD = 20
SHARE_TO_WARM_UP = 0.1
BETWEEN_TRIES = 0.2
TOLD_EVERY = 10_000


@dataclass
class Fuzzed:
    answers: Counter[int] = field(default_factory=Counter)
    accepted: int = 0
    faults: list[str] = field(default_factory=list)
    rss_warm: float = 0.0
    rss_end: float = 0.0
    """Resident MiB of the gateway: after a tenth of the requests, and at the end."""


async def fuzz(
    at: Endpoints, requests: int, seed: int, rss: Callable[[], float], tell: Callable[[str], None]
) -> Fuzzed:
    """``rss``: of the gateway, now."""
    fuzzed = Fuzzed()
    async with opened_pool(at.database) as pool:
        before = await _stored(pool)
        await _posted(at, [batch(openings(datetime.now(UTC)))], fuzzed, tell)
        warm = int(requests * SHARE_TO_WARM_UP)
        await _by_several(at, warm, seed, fuzzed, tell)
        fuzzed.rss_warm = rss()
        await _by_several(at, requests - warm, seed + CALLERS, fuzzed, tell)
        fuzzed.rss_end = rss()
        stored = await _stored(pool) - before
        if stored != fuzzed.accepted:
            fuzzed.faults.append(f"{fuzzed.accepted} events were accepted, {stored} are stored")
        await until_quiet(pool, tell)
        fuzzed.faults += await _looked_at(at, pool)
    return fuzzed


async def _by_several(
    at: Endpoints, requests: int, seed: int, fuzzed: Fuzzed, tell: Callable[[str], None]
) -> None:
    now = datetime.now(UTC)
    async with asyncio.TaskGroup() as group:
        for number in range(CALLERS):
            share = requests // CALLERS + (number < requests % CALLERS)
            told = list(islice(drawn(Random(seed + number), now), share))
            group.create_task(_posted(at, told, fuzzed, tell))


async def _posted(
    at: Endpoints, requests: list[Request], fuzzed: Fuzzed, tell: Callable[[str], None]
) -> None:
    caller = Caller(at)
    for request in requests:
        answer = await caller.post(request)
        while answer.status in BUSY:
            await asyncio.sleep(BETWEEN_TRIES)
            answer = await caller.post(request)
        fuzzed.answers[answer.status] += 1
        if answer.status == 202:
            fuzzed.accepted += answer.json()["accepted"]
        for fault in faults_of(answer):
            fuzzed.faults.append(f"{fault}\n  to {request.headers}\n  {request.body[:400]!r}")
        if fuzzed.answers.total() % TOLD_EVERY == 0:
            tell(f"{fuzzed.answers.total():,} answers: {dict(sorted(fuzzed.answers.items()))}")
    await caller.close()


async def _stored(pool: Pool) -> int:
    """Events, about cases and about agencies."""
    async with connected(pool) as connection:
        stored: int = await connection.fetchval(
            """select (select count(*) from inbox where not passed_on)
                    + (select count(*) from agency_history where event_id is not null)"""
        )
    return stored


async def _looked_at(at: Endpoints, pool: Pool) -> list[str]:
    """Whatever was accepted, no case stands still because of it."""
    client = await Client.connect(at.temporal, data_converter=pydantic_data_converter)
    return [
        fault
        for found in (
            checking.all_stored_are_recorded(pool),
            checking.the_ledger_is_what_was_written(pool),
            checking.no_workflow_failed(client),
            checking.workflows_are_well(pool, client, Counter()),
        )
        async for fault in found
    ]
