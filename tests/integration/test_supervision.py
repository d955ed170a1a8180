"""Processes of a stack: kept running, and ended when they were left behind."""

import asyncio
import json
import os
import subprocess
from pathlib import Path

import psutil
import pytest

from workers.dev.child import Command
from workers.dev.errors import FolderInUse, KeepsDying
from workers.dev.journal import Journal
from workers.dev.lock import FolderLock
from workers.dev.supervisor import Supervisor


def shell(name: str, script: str, grace: float = 5.0) -> Command:
    return Command(name, ("/bin/sh", "-c", script), os.environ, grace=grace)


async def test_a_process_that_keeps_dying_ends_the_stack_and_shows_its_last_words(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path / "logs", Journal(tmp_path))
    await supervisor.start(shell("relay", "echo no such table >&2; exit 7"))
    with pytest.raises(KeepsDying, match=r"relay died 5 times, at last with 7(.|\n)*no such table"):
        await supervisor.while_running(asyncio.Event().wait())
    await supervisor.stop()


async def test_a_process_that_ignores_the_request_to_stop_is_ended_by_force(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path / "logs", Journal(tmp_path))
    await supervisor.start(shell("worker", "trap '' TERM; sleep 60 & wait; wait", grace=0.2))
    (entry,) = json.loads((tmp_path / "processes.json").read_text()).values()
    process = psutil.Process(entry["pid"])
    await supervisor.stop()
    assert not process.is_running()
    assert json.loads((tmp_path / "processes.json").read_text()) == {}


async def test_a_process_whose_id_was_left_behind_by_another_is_spared(tmp_path: Path) -> None:
    with subprocess.Popen(("sleep", "60")) as stranger:  # noqa: ASYNC220
        entry = {"name": "relay", "pid": stranger.pid, "created": 1.0, "stop_signal": 15}
        (tmp_path / "processes.json").write_text(json.dumps({"relay": entry}))
        await Journal(tmp_path).end_orphans()
        assert stranger.poll() is None
        stranger.kill()
    assert json.loads((tmp_path / "processes.json").read_text()) == {}


def test_a_folder_serves_one_stack_at_a_time(tmp_path: Path) -> None:
    first = FolderLock(tmp_path)
    first.acquire()
    with pytest.raises(FolderInUse, match=str(os.getpid())):
        FolderLock(tmp_path).acquire()
    first.release()
    second = FolderLock(tmp_path)
    second.acquire()
    second.release()
