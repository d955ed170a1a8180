"""Relays as processes of their own, before a PostgreSQL and an engine that can be killed and started again."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from activities.opening import Delivery
from activities.postgres.exercise import settle_clock
from activities.postgres.inbox import PostgresInbox
from activities.postgres.migrate import migrate
from activities.postgres.pool import Pool, open_pool
from domain.addresses import DELIVER, case_id
from domain.inbox import InboundFact
from workers.dev.child import Child
from workers.dev.credentials import Credentials
from workers.dev.journal import Journal
from workers.dev.ports import free_ports
from workers.dev.postgres import APPLICATION, EmbeddedPostgres
from workers.dev.readiness import temporal_answers
from workers.dev.temporal import TemporalServer
from workers.wiring import policy_of

_WAITING = "select count(*) from inbox where delivered_at is null"


class Outside:
    """No worker runs: that the engine has taken a delivery is what counts, and its history shows it."""

    def __init__(
        self, folder: Path, postgres: EmbeddedPostgres, temporal: TemporalServer, pool: Pool
    ) -> None:
        journal = Journal(folder)
        self.postgres = Child(postgres.command, folder / "logs", journal)
        self.temporal = Child(temporal.command, folder / "logs", journal)
        self.pool = pool
        self._provision = postgres.provision
        self._address = temporal.address
        self._dsn = postgres.app_dsn
        self._relays: list[subprocess.Popen[bytes]] = []

    async def start_postgres(self) -> None:
        await self.postgres.start()
        await self._provision()

    async def start_temporal(self) -> None:
        await self.temporal.start()
        await temporal_answers(self._address, "default")

    def relay(self) -> "subprocess.Popen[bytes]":
        environment = os.environ | {
            "THROUGHCARE_DATABASE": self._dsn,
            "THROUGHCARE_TEMPORAL": self._address,
            "THROUGHCARE_TOKEN": "not-needed-by-a-relay",
        }
        started = subprocess.Popen((sys.executable, "-P", "-m", "workers.cli", "relay"), env=environment)
        self._relays.append(started)
        return started

    async def accept(self, *facts: InboundFact) -> None:
        await PostgresInbox(self.pool, policy_of).accept(facts, datetime.now(UTC))

    async def all_delivered(self) -> bool:
        return bool(await self.pool.fetchval(_WAITING) == 0)

    async def signalled(self, case: str) -> list[int]:
        """The numbers that the engine was given for a case, each where it first came."""
        client = await Client.connect(self._address, data_converter=pydantic_data_converter)
        numbers: list[int] = []
        async for event in client.get_workflow_handle(case_id(case)).fetch_history_events():
            told = event.workflow_execution_signaled_event_attributes
            if told.signal_name == DELIVER:
                (delivery,) = await client.data_converter.decode(told.input.payloads, [Delivery])
                numbers += [fact.number for fact in delivery.facts]
        return list(dict.fromkeys(numbers))

    async def stop(self) -> None:
        for each in self._relays:
            with each:
                if each.poll() is None:
                    psutil.Process(each.pid).kill()
        await self.temporal.stop()
        await self.postgres.stop()


@asynccontextmanager
async def outside(folder: Path) -> AsyncIterator[Outside]:
    """PostgreSQL runs; the engine is still to be started."""
    ports = free_ports(3)
    postgres = EmbeddedPostgres(folder / "postgres", ports[0], Credentials.kept_in(folder), durable=False)
    await postgres.initialise()
    temporal = TemporalServer(folder / "temporal.db", ports[1], ports[2])
    pool = await open_pool(postgres.app_dsn)
    around = Outside(folder, postgres, temporal, pool)
    try:
        await around.start_postgres()
        await migrate(postgres.owner_dsn, APPLICATION)
        await settle_clock(postgres.owner_dsn, None, datetime.now(UTC))
        yield around
    finally:
        pool.terminate()
        await around.stop()
