"""Keeps the processes of a stack running."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import structlog

from workers.dev.child import Child, Command
from workers.dev.errors import KeepsDying
from workers.dev.journal import Journal

TOO_OFTEN = 5
WITHIN = 30.0
FIRST_PAUSE = 0.2

T = TypeVar("T")
log = structlog.get_logger()


class Supervisor:
    """A process that dies is started again after a growing pause; one that keeps dying ends the stack."""

    def __init__(self, logs: Path, journal: Journal) -> None:
        self._logs = logs
        self._journal = journal
        self._children: dict[str, Child] = {}
        self._watches: set[asyncio.Task[None]] = set()

    async def start(self, command: Command) -> None:
        child = Child(command, self._logs, self._journal)
        self._children[child.name] = child
        await child.start()
        self._watches.add(asyncio.create_task(self._watch(child)))

    async def while_running(self, work: Coroutine[Any, Any, T]) -> T:
        """Waits for the work, but no longer than the processes can be kept running."""
        task = asyncio.create_task(work)
        try:
            done, _ = await asyncio.wait({task, *self._watches}, return_when=asyncio.FIRST_COMPLETED)
            for watch in done & self._watches:
                watch.result()
            return await task
        finally:
            task.cancel()

    async def stop(self) -> None:
        """The last one started stops first."""
        for watch in self._watches:
            watch.cancel()
        await asyncio.gather(*self._watches, return_exceptions=True)
        self._watches.clear()
        for child in reversed(list(self._children.values())):
            await child.stop()
        self._children.clear()

    def kill(self, name: str) -> None:
        """Ends one process as a crash would; it is started again."""
        self._children[name].kill()

    def kill_all(self) -> None:
        for child in self._children.values():
            child.kill()

    async def _watch(self, child: Child) -> None:
        loop = asyncio.get_running_loop()
        deaths: deque[float] = deque(maxlen=TOO_OFTEN)
        while True:
            code = await child.wait()
            deaths.append(loop.time())
            recent = sum(1 for death in deaths if death > loop.time() - WITHIN)
            if recent == TOO_OFTEN:
                raise KeepsDying(child.name, TOO_OFTEN, code, child.log_file, child.last_words())
            pause = FIRST_PAUSE * 2 ** (recent - 1)
            log.warning("process.died", process=child.name, exit_code=code, restart_in_seconds=pause)
            await asyncio.sleep(pause)
            await child.start()
