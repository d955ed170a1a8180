"""The embedded stack as a whole: what starts in which order, and when it is ready."""

import asyncio
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import structlog

from activities.postgres.exercise import settle_clock
from activities.postgres.migrate import migrate
from activities.postgres.openings import reckon_openings
from workers.dev import pace
from workers.dev.child import Command
from workers.dev.credentials import Credentials
from workers.dev.endpoints import Endpoints, withdraw
from workers.dev.journal import Journal
from workers.dev.lock import FolderLock
from workers.dev.ports import LOOPBACK, Ports
from workers.dev.postgres import EmbeddedPostgres
from workers.dev.readiness import http_answers, temporal_answers, worker_polls
from workers.dev.supervisor import Supervisor
from workers.dev.temporal import TemporalServer
from workers.dev.token_keys import AUDIENCE, ISSUER, TokenKeys
from workers.wiring import policy_of

NAMESPACE = "default"
log = structlog.get_logger()
DEFAULT_PORT = 8700


class DevStack:
    """Runs on one folder, which keeps everything; ``async with`` starts it and stops it."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = DEFAULT_PORT,
        days_per_second: float | None = None,
        temporal_config: Mapping[str, str] | None = None,
    ) -> None:
        """``temporal_config``: settings of the Temporal server beside ours."""
        self._folder = folder.resolve()
        self._first_port = port
        self._days_per_second = days_per_second
        self._temporal_config = temporal_config or {}
        self._lock = FolderLock(self._folder)
        self._supervisor: Supervisor | None = None

    async def __aenter__(self) -> Endpoints:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> Endpoints:
        """Returns when everything answers; what can't be started entirely is stopped again."""
        self._lock.acquire()
        try:
            endpoints = await self._start()
        except BaseException:
            await self.stop()
            raise
        endpoints.publish(self._folder)
        return endpoints

    async def stop(self) -> None:
        """Gateway, relay, worker, Temporal, PostgreSQL, in this order."""
        if self._supervisor is not None:
            withdraw(self._folder)
            await self._supervisor.stop()
            self._supervisor = None
        self._lock.release()

    async def failure(self) -> None:
        """Never returns; raises when a process can't be kept running."""
        await self._running.while_running(asyncio.Event().wait())

    def kill(self, name: str) -> None:
        """Ends `postgres`, `temporal`, `worker`, `relay` or `gateway` as a crash would."""
        self._running.kill(name)

    def kill_all(self) -> None:
        if self._supervisor is not None:
            self._supervisor.kill_all()

    @property
    def _running(self) -> Supervisor:
        if self._supervisor is None:
            raise RuntimeError("the stack isn't running")
        return self._supervisor

    async def _start(self) -> Endpoints:
        pace.ensure_same(self._folder, self._days_per_second)
        withdraw(self._folder)
        journal = Journal(self._folder)
        await journal.end_orphans()
        ports = Ports.chosen(self._first_port)
        credentials = Credentials.kept_in(self._folder)
        self._supervisor = Supervisor(self._folder / "logs", journal)
        postgres = EmbeddedPostgres(self._folder / "postgres", ports.postgres, credentials)
        temporal = TemporalServer(
            self._folder / "temporal.db", ports.temporal, ports.ui, NAMESPACE, self._temporal_config
        )
        endpoints = Endpoints(
            gateway=f"http://{LOOPBACK}:{ports.gateway}",
            ui=f"http://{LOOPBACK}:{ports.ui}",
            temporal=temporal.address,
            database=postgres.app_dsn,
            token=credentials.token,
            subscription_keys=credentials.subscription_key,
        )
        await self._start_servers(postgres, temporal)
        jwks = TokenKeys.kept_in(self._folder).publish(self._folder)
        await self._start_ours(endpoints, ports.gateway, jwks)
        return endpoints

    async def _start_servers(self, postgres: EmbeddedPostgres, temporal: TemporalServer) -> None:
        await postgres.initialise()
        await self._running.start(postgres.command)
        await self._running.start(temporal.command)
        await self._running.while_running(postgres.provision())
        await self._running.while_running(migrate(postgres.owner_dsn))
        await self._running.while_running(reckon_openings(postgres.owner_dsn, policy_of))
        await self._running.while_running(temporal_answers(temporal.address, NAMESPACE))
        # Last, so that an exercise begins as close as possible to the moment at which the stack is ready.
        clock = await settle_clock(postgres.owner_dsn, self._days_per_second, datetime.now(UTC))
        pace.keep(self._folder, clock, self._days_per_second)
        if ended := pace.over_since(clock, datetime.now(UTC)):
            log.warning(
                "exercise.over",
                ended=f"{ended:%Y-%m-%d %H:%MZ}",
                lasted="30 case years",
                now="for looking at only",
            )

    async def _start_ours(self, endpoints: Endpoints, gateway_port: int, jwks: Path) -> None:
        environment = _environment(endpoints, gateway_port, jwks, self._folder / "mail")
        for name in ("worker", "relay", "gateway"):
            argv = (sys.executable, "-P", "-m", "workers.cli", name)
            await self._running.start(Command(name, argv, environment))
        await self._running.while_running(http_answers("the Temporal Web UI", endpoints.ui))
        await self._running.while_running(worker_polls(endpoints.temporal, NAMESPACE))
        await self._running.while_running(http_answers("the gateway", f"{endpoints.gateway}/health/ready"))


def _environment(endpoints: Endpoints, gateway_port: int, jwks: Path, mail: Path) -> dict[str, str]:
    """Only what the three processes may know; the owner's password isn't among it, a mail server may be."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("THROUGHCARE_") or name.startswith("THROUGHCARE_SMTP_")
    }
    return inherited | {
        "PYTHONUNBUFFERED": "1",
        "THROUGHCARE_DATABASE": endpoints.database,
        "THROUGHCARE_TEMPORAL": endpoints.temporal,
        "THROUGHCARE_NAMESPACE": NAMESPACE,
        "THROUGHCARE_TOKEN": endpoints.token,
        "THROUGHCARE_SUBSCRIPTION_KEYS": endpoints.subscription_keys,
        "THROUGHCARE_JWKS": str(jwks),
        "THROUGHCARE_AUDIENCE": AUDIENCE,
        "THROUGHCARE_ISSUER": ISSUER,
        "THROUGHCARE_HOST": LOOPBACK,
        "THROUGHCARE_PORT": str(gateway_port),
        "THROUGHCARE_MAIL_FOLDER": str(mail.absolute()),
    }
