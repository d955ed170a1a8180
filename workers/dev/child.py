"""One process of the stack."""

import asyncio
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import structlog

from workers.dev.files import open_log, tail
from workers.dev.journal import Journal

GATE = 'read -r _ && exec "$@" </dev/null'
"""Holds a new process until its id is in the journal; if we die before, `read` fails and nothing starts."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Command:
    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 15.0
    """Seconds between the request to stop and the end by force."""


class Child:
    """Started, stopped and started again under one name, with one log file."""

    def __init__(self, command: Command, logs: Path, journal: Journal) -> None:
        self.name = command.name
        self.log_file = logs / f"{command.name}.log"
        self._command = command
        self._journal = journal
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with open_log(self.log_file) as output:
            process = await asyncio.create_subprocess_exec(
                *("/bin/sh", "-c", GATE, "gate", *self._command.argv),
                stdin=asyncio.subprocess.PIPE,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                env=self._command.environment,
                umask=0o077,  # what a server writes, the engine's database above all, is nobody else's to read
                start_new_session=True,  # Ctrl-C reaches us alone: we stop them in order
            )
        self._process = process
        self._journal.record(self.name, process.pid, self._command.stop_signal)
        if process.stdin is not None:
            process.stdin.write(b"go\n")
            process.stdin.close()

    async def wait(self) -> int:
        """The exit code, as soon as the process has ended."""
        if self._process is None:
            raise RuntimeError(f"{self.name} hasn't been started")
        return await self._process.wait()

    async def stop(self) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.send_signal(self._command.stop_signal)
        try:
            await asyncio.wait_for(self._process.wait(), self._command.grace)
        except TimeoutError:
            log.warning("process.forced", process=self.name, after_seconds=self._command.grace)
            self.kill()
            await self._process.wait()
        self._journal.forget(self.name)

    def kill(self) -> None:
        """At once, with all that it has started itself."""
        if self._process is None or self._process.returncode is not None:
            return
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(self._process.pid)
            for each in (process, *process.children(recursive=True)):
                each.kill()

    def last_words(self) -> str:
        return tail(self.log_file)
