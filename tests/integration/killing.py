"""`throughcare dev` as a process of its own, of which parts or all can be killed."""

import asyncio
import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from workers.dev.endpoints import Endpoints
from workers.dev.errors import PortTaken
from workers.dev.journal import has_ended
from workers.dev.ports import Ports


class KillableStack:
    """On one folder, at the same ports each time; so that those outside only notice that nobody answers."""

    def __init__(self, folder: Path, days_per_second: float | None = None, log: Path | None = None) -> None:
        """``log``: where what it says on stderr goes; ours, where none is named."""
        self._folder = folder
        self._port = first_of_four()
        self._days_per_second = days_per_second
        self._log = log
        self._process: subprocess.Popen[str] | None = None

    async def start(self) -> Endpoints:
        argv = (sys.executable, "-P", "-m", "workers.cli", "dev", "--data", str(self._folder))
        options: tuple[str, ...] = ("--port", str(self._port))
        if self._days_per_second is not None:
            options += ("--days-per-second", str(self._days_per_second))
        process = await asyncio.to_thread(_started, (*argv, *options), self._log)
        self._process = process
        assert process.stdout is not None
        line = await asyncio.to_thread(process.stdout.readline)
        assert line.startswith("ready"), "the stack ended before it was ready"
        return Endpoints.model_validate_json((self._folder / "dev.json").read_text())

    def kill(self, name: str) -> None:
        """One process of it, unless it is just being started again after it was killed before."""
        with suppress(psutil.NoSuchProcess):
            self._child(name).kill()

    def kill_family(self, name: str) -> int:
        """One process with all that it has started itself, at the same moment; returns its id."""
        family = self.family(name)
        for each in family:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        return family[0].pid if family else 0

    def pid(self, name: str) -> int:
        """Of the process that runs under this name now, or ran last."""
        return self._journal()[name]["pid"]

    @property
    def has_ended(self) -> bool:
        """It was never told to: something died too often to be started once more."""
        return self._process is not None and self._process.poll() is not None

    def kill_all(self) -> None:
        """As when the power fails: first who would start the others again."""
        if self._process is None:
            return
        with self._process as stack:
            stack.kill()
        family = [each for name in self._journal() for each in self.family(name)]
        for each in family:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        while not all(has_ended(each) for each in family):
            time.sleep(0.02)
        self._process = None

    def family(self, name: str) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            child = self._child(name)
            return [child, *child.children(recursive=True)]
        return []

    def _child(self, name: str) -> psutil.Process:
        return psutil.Process(self.pid(name))

    def _journal(self) -> dict[str, dict[str, int]]:
        entries: dict[str, dict[str, int]] = json.loads((self._folder / "processes.json").read_text())
        return entries


def _started(argv: tuple[str, ...], log: Path | None) -> "subprocess.Popen[str]":
    if log is None:
        return subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    with log.open("a") as stderr:
        return subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=stderr, text=True)


def first_of_four() -> int:
    """Below the ports that systems give to clients: nobody may take them while the stack is down."""
    for first in range(20_000 + os.getpid() % 2_000 * 4, 32_000, 4):
        with suppress(PortTaken):
            return Ports.chosen(first).gateway
    raise AssertionError("no four free ports in a row")
