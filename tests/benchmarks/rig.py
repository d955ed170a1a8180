"""What the benchmarks run on: an embedded stack in a folder that is thrown away, and a worker for the bare workflow."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from temporalio.client import Client

from activities.postgres.pool import Pool
from tests.benchmarks.processes import processor_seconds
from workers.dev.child import Child, Command
from workers.dev.endpoints import Endpoints
from workers.dev.journal import Journal
from workers.dev.stack import NAMESPACE, DevStack
from workers.settings import Settings
from workers.wiring import opened_store, temporal_client

BETWEEN_LOOKS, QUIET = 1.0, 0.1
"""A worker and servers that used less processor time than this between two looks have nothing left to do (seconds)."""
SERVERS = ("temporal", "postgres")


@dataclass(frozen=True)
class Rig:
    client: Client
    pool: Pool
    pids: dict[str, int]
    """By name: ``temporal``, ``postgres``, ``worker`` (ours) and ``bare`` (the other one)."""

    def used(self, worker: str) -> dict[str, float]:
        """Processor seconds so far, of a worker and the servers."""
        used = {name: processor_seconds(self.pids[name]) for name in SERVERS}
        return {"worker": processor_seconds(self.pids[worker]), **used}

    async def quiet(self, worker: str) -> None:
        """Returns when this worker and the servers have done all there is to do for now."""
        before = -1.0
        while (now := sum(self.used(worker).values())) - before > QUIET:
            before = now
            await asyncio.sleep(BETWEEN_LOOKS)


@asynccontextmanager
async def built() -> AsyncIterator[Rig]:
    """Leaves nothing behind, neither processes nor files."""
    with tempfile.TemporaryDirectory(prefix="throughcare-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        async with DevStack(folder, port=0) as at, _bare_worker(folder, at) as bare:
            settings = Settings(database=at.database, temporal=at.temporal, token=at.token)
            async with opened_store(settings.database) as store:
                client = await temporal_client(settings, lazy=False)
                yield Rig(client, store.pool, pids(folder) | bare)


@asynccontextmanager
async def _bare_worker(folder: Path, at: Endpoints) -> AsyncIterator[dict[str, int]]:
    environment = os.environ | {
        "THROUGHCARE_DATABASE": at.database,
        "THROUGHCARE_TEMPORAL": at.temporal,
        "THROUGHCARE_NAMESPACE": NAMESPACE,
        "THROUGHCARE_TOKEN": at.token,
    }
    own = folder / "bare"
    own.mkdir()
    command = Command("bare", (sys.executable, "-m", "tests.benchmarks.bare_worker"), environment)
    worker = Child(command, own, Journal(own))
    await worker.start()
    try:
        yield pids(own)
    finally:
        await worker.stop()


def pids(folder: Path) -> dict[str, int]:
    journal = json.loads((folder / "processes.json").read_text())
    return {name: started["pid"] for name, started in journal.items()}
