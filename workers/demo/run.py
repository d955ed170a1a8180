"""``throughcare demo``: a fresh stack, the caseload, the pictures, the verdict."""

import asyncio
import shutil
import signal
import sys
from collections.abc import Coroutine, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console

from workers.demo.exercise import play
from workers.demo.gateway import DemoGateway
from workers.demo.outcome import Outcome, outcome
from workers.demo.progress import Progress
from workers.demo.report import farewell, verdict
from workers.demo.stories import STORIES
from workers.demo.story import Story, View
from workers.demo.timeline.gallery import hang
from workers.dev.errors import FolderUnusable
from workers.dev.journal import Journal
from workers.dev.lock import FolderLock
from workers.dev.stack import DevStack

DAYS_PER_SECOND = 10.0
WIDE = 150
T = TypeVar("T")


def at_terminal(folder: Path) -> bool:
    """Whether every story ended as told. Ctrl-C or a request to terminate stops the stack in order."""
    # Into a file or a pipe the tables go as wide as they are.
    console = Console() if sys.stdout.isatty() else Console(width=WIDE)

    async def until_terminated() -> bool:
        this = asyncio.current_task()
        assert this is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
        return await demo(folder, console)

    return asyncio.run(until_terminated())


async def demo(
    folder: Path,
    console: Console,
    stories: Sequence[Story] = STORIES,
    days_per_second: float = DAYS_PER_SECOND,
) -> bool:
    """Whether every story ended as told."""
    await _emptied(folder)
    console.print("Starting PostgreSQL, Temporal, worker, relay and gateway …")
    stack = DevStack(folder / "stack", port=0, days_per_second=days_per_second)
    async with stack as at:
        console.print(f"Running at {days_per_second:g} days per second. Temporal Web UI: {at.ui}\n")
        async with DemoGateway(at.gateway, at.token) as gateway:
            start = (await gateway.now()).date()
            outcomes, ledgers = await _while_running(stack, _played(gateway, console, stories, start))
        console.print("\nStopping the stack …")
    verdict(console, outcomes, ledgers)
    farewell(console, _hung(folder, outcomes, ledgers), folder / "stack", days_per_second)
    return all(each.as_told for each in outcomes)


async def _while_running(stack: DevStack, work: Coroutine[Any, Any, T]) -> T:
    """What the work gives; a process that can't be kept running ends it with its ``StackError``."""
    working, failing = asyncio.create_task(work), asyncio.create_task(stack.failure())
    try:
        done, _ = await asyncio.wait({working, failing}, return_when=asyncio.FIRST_COMPLETED)
        if failing in done:
            await failing
        return await working
    finally:
        working.cancel()
        failing.cancel()


async def _played(
    gateway: DemoGateway, console: Console, stories: Sequence[Story], start: date
) -> tuple[list[Outcome], dict[str, list[View]]]:
    with Progress(console, stories) as progress:
        views = await play(gateway, stories, progress.show)
    outcomes = [outcome(story, views.get(story.case), start) for story in stories]
    ledgers = {case: await gateway.ledger(case) for case in views}
    return outcomes, ledgers


def _hung(folder: Path, outcomes: list[Outcome], ledgers: dict[str, list[View]]) -> Path:
    try:
        return hang(folder, outcomes, ledgers)
    except OSError as exc:
        raise FolderUnusable(folder, exc.strerror or str(exc)) from exc


async def _emptied(folder: Path) -> None:
    """Ends what an interrupted demo left running before its folder goes; one that runs now is left alone."""
    stack = folder / "stack"
    lock = FolderLock(stack)
    lock.acquire()
    try:
        await Journal(stack).end_orphans()
        await asyncio.to_thread(shutil.rmtree, folder)
    except OSError as exc:
        raise FolderUnusable(folder, exc.strerror or str(exc)) from exc
    finally:
        lock.release()
