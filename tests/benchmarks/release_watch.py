"""The release watch over a long register: cases a second, memory of the worker, what others have to wait meanwhile.

``python -m tests.benchmarks.release_watch --rows 100000 --due 5000``
"""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Annotated, NamedTuple

import psutil
import typer
from rich.console import Console
from temporalio.client import Client

from activities.postgres.pool import open_pool
from domain.addresses import RELEASE_WATCH, RELEASE_WATCH_SCHEDULE, TRANSITION_CASE
from tests.benchmarks.processes import resident_bytes
from tests.benchmarks.rig import pids
from tests.integration.coming_due import Coming
from workers.dev.stack import DevStack

MIB = 1024 * 1024
BETWEEN_SAMPLES, BETWEEN_FACTS, BETWEEN_LINES = 1.0, 1.0, 30.0
FACTS_BEFORE = 20
STALLED = 60.0
"""Seconds without another case: then something has stalled."""
console = Console(soft_wrap=True)


class Sample(NamedTuple):
    seconds: float
    begun: int
    under_way: int
    worker: int
    """Resident bytes."""


def main(
    rows: Annotated[int, typer.Option(min=1, help="Of the register.")] = 100_000,
    due: Annotated[int, typer.Option(min=1, help="Of them, those that come due.")] = 5_000,
    kill: Annotated[bool, typer.Option(help="Kill the worker once half of them are open.")] = False,
) -> None:
    """Fills a register, lets some of its cases come due, and watches the watch.

    On a stack in a folder that is removed at the end. Meanwhile a fact for
    another case comes every second.
    """
    asyncio.run(_measured(rows, due, kill=kill))


async def _measured(rows: int, due: int, *, kill: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="throughcare-bench-", ignore_cleanup_errors=True) as name:
        stack = DevStack(Path(name), port=0)
        async with stack as at:
            pool, client = await open_pool(at.database), await Client.connect(at.temporal)
            coming, begun = Coming(pool), time.monotonic()
            await coming.fill(rows, due)
            console.print(f"{rows} rows told in {time.monotonic() - begun:.0f} s; load {_load()}")
            before = [await coming.seconds_to_be_heard(number + 2) for number in range(FACTS_BEFORE)]
            await coming.come()
            await client.get_schedule_handle(RELEASE_WATCH_SCHEDULE).trigger()
            async with _told_meanwhile(coming) as meanwhile:
                samples = await _watched(coming, stack, Path(name), due, kill=kill)
            _tell(samples, due, before, meanwhile)
            await _tell_of_the_engine(client, coming, due)
            await pool.close()


async def _watched(coming: Coming, stack: DevStack, folder: Path, due: int, *, kill: bool) -> list[Sample]:
    begun = told = moved = time.monotonic()
    samples: list[Sample] = []
    while not samples or samples[-1].begun < due:
        opened = await coming.opened()
        now = time.monotonic()
        if not samples or opened.begun > samples[-1].begun:
            moved = now
        elif now - moved > STALLED:
            raise RuntimeError(f"stalled at {opened.begun} cases")
        samples.append(Sample(now - begun, opened.begun, opened.under_way, _resident(folder)))
        if kill and opened.begun >= due // 2:
            stack.kill("worker")
            kill = False
        if now - told > BETWEEN_LINES:
            told = now
            _line(samples[-1])
        await asyncio.sleep(BETWEEN_SAMPLES)
    return samples


def _resident(folder: Path) -> int:
    try:
        return resident_bytes(pids(folder)["worker"])
    except (psutil.NoSuchProcess, KeyError):
        return 0


@asynccontextmanager
async def _told_meanwhile(coming: Coming) -> AsyncIterator[list[float]]:
    heard: list[float] = []

    async def tell() -> None:
        while True:
            heard.append(await coming.seconds_to_be_heard(FACTS_BEFORE + 2 + len(heard)))
            await asyncio.sleep(BETWEEN_FACTS)

    telling = asyncio.create_task(tell())
    try:
        yield heard
    finally:
        telling.cancel()


def _tell(samples: Sequence[Sample], due: int, before: Sequence[float], meanwhile: Sequence[float]) -> None:
    last = samples[-1]
    console.print(
        f"{due} cases opened in {last.seconds:.0f} s: {due / last.seconds:.1f} a second;"
        f" at most {max(each.under_way for each in samples)} under way; load {_load()}"
    )
    for share in (0.25, 0.5, 0.75, 1.0):
        _line(next(each for each in samples if each.begun >= share * due))
    console.print(f"the worker's memory: at most {max(each.worker for each in samples) / MIB:.0f} MiB")
    console.print(
        f"a fact for another case, until the ledger has it: {_times(meanwhile)}; before: {_times(before)}"
    )


def _line(at: Sample) -> None:
    console.print(f"  {at.seconds:5.0f} s: {at.begun:6} cases, worker {at.worker / MIB:.0f} MiB")


async def _tell_of_the_engine(client: Client, coming: Coming, due: int) -> None:
    cases = await client.count_workflows(f"WorkflowType = '{TRANSITION_CASE}'")
    watches = client.list_workflows(f"WorkflowType = '{RELEASE_WATCH}'")
    lengths = [each.history_length async for each in watches]
    console.print(
        f"{cases.count} runs of cases for {due + 1} cases, opened twice: {await coming.opened_more_than_once()};"
        f" the watch's longest history: {max(lengths)} events"
    )


def _times(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    slowest = sorted(seconds)
    ninety_ninth = slowest[int(0.99 * (len(slowest) - 1))]
    return (
        f"median {1000 * median(seconds):.0f} ms, 99th percentile {1000 * ninety_ninth:.0f} ms,"
        f" slowest {1000 * slowest[-1]:.0f} ms of {len(seconds)}"
    )


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    typer.run(main)
