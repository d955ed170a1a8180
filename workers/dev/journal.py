"""Which processes a stack has started, so that the next start can end what was left behind."""

import asyncio
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil
import structlog
from pydantic import BaseModel, ConfigDict, TypeAdapter

from workers.dev.files import replace

ORPHANS_GET = 10.0
"""Seconds in which a process left behind may end by itself."""
SAME_INSTANT = 1.0
"""Seconds by which two readings of one process's start may differ; no id is used again that soon."""

log = structlog.get_logger()


class Started(BaseModel):
    """A process is known by its id and the moment of its start: ids are used again."""

    model_config = ConfigDict(frozen=True)

    name: str
    pid: int
    created: float
    stop_signal: int

    def process(self) -> psutil.Process | None:
        """The very process, if it still runs."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) < SAME_INSTANT
        except psutil.NoSuchProcess:
            return None
        return process if same and not has_ended(process) else None


_Entries = TypeAdapter(dict[str, Started])


class Journal:
    """Written before a process is let go (see `workers.dev.child`), so no process runs without an entry."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "processes.json"
        self._entries = _Entries.validate_json(self._path.read_bytes()) if self._path.exists() else {}

    def record(self, name: str, pid: int, stop_signal: signal.Signals) -> None:
        created = psutil.Process(pid).create_time()
        self._entries[name] = Started(name=name, pid=pid, created=created, stop_signal=stop_signal)
        self._write()

    def forget(self, name: str) -> None:
        self._entries.pop(name, None)
        self._write()

    async def end_orphans(self) -> None:
        """Ends what a predecessor left running, in the order in which it would have stopped it, and waits."""
        for entry in reversed(list(self._entries.values())):
            process = entry.process()
            if process is not None:
                log.info("orphan.ending", process=entry.name, pid=entry.pid)
                await asyncio.to_thread(_end, process, entry.stop_signal)
            self.forget(entry.name)

    def _write(self) -> None:
        replace(self._path, _Entries.dump_json(self._entries, indent=1).decode())


def _end(process: psutil.Process, stop_signal: int) -> None:
    with suppress(psutil.NoSuchProcess):
        # Found before their parent ends: afterwards nobody could tell whose children they were.
        family = [process, *process.children(recursive=True)]
        process.send_signal(stop_signal)
        for each in _still_there(family):
            with suppress(psutil.NoSuchProcess):
                each.kill()
        _still_there(family)


def _still_there(family: list[psutil.Process]) -> list[psutil.Process]:
    """Those that outlive their time."""
    deadline = time.monotonic() + ORPHANS_GET
    while (alive := [each for each in family if not has_ended(each)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return alive


def has_ended(process: psutil.Process) -> bool:
    """Also a zombie: a container's first process may never reap what it inherits."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
