"""One PostgreSQL for the whole run, and a fresh, migrated database for each test that asks for one."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from activities.postgres.migrate import migrate
from activities.postgres.pool import Pool, open_pool
from workers.dev.postgres import APPLICATION, DATABASE, OWNER, EmbeddedPostgres, postgres_for_tests

_numbers = count(1)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: while some wait, for a server or for time to pass, others work."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What has been collected stays until the end: looking through all of it for garbage, again and again, would
    cost a fifth of the time of the tests that compute."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@dataclass(frozen=True)
class Database:
    """A fresh database: its pool is the application's role."""

    name: str
    owner_dsn: str
    app_dsn: str
    superuser_dsn: str
    """To the server, not to this database."""
    pool: Pool

    async def terminate_connections(self) -> None:
        """As a restart of the server would."""
        superuser = await asyncpg.connect(self.superuser_dsn)
        await superuser.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", self.name
        )
        await superuser.close()


@pytest_asyncio.fixture(scope="session")
async def postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    """A server whose database ``throughcare`` is migrated, and is the template of all others."""
    async with postgres_for_tests(_folder(tmp_path_factory)) as server:
        await migrate(server.owner_dsn, APPLICATION)
        yield server


@pytest_asyncio.fixture
async def database(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    async with fresh_database(postgres) as fresh:
        yield fresh


@asynccontextmanager
async def fresh_database(postgres: EmbeddedPostgres, template: str = DATABASE) -> AsyncIterator[Database]:
    name = f"test_{next(_numbers)}"
    superuser_dsn = _superuser_dsn(postgres)
    superuser = await asyncpg.connect(superuser_dsn)
    await superuser.execute(f"create database {name} template {template} owner {OWNER}")
    app_dsn = _renamed(postgres.app_dsn, name)
    pool = await open_pool(app_dsn)
    yield Database(name, _renamed(postgres.owner_dsn, name), app_dsn, superuser_dsn, pool)
    await pool.close()
    await superuser.execute(f"drop database {name} with (force)")
    await superuser.close()


def _renamed(dsn: str, name: str) -> str:
    return f"{dsn.rsplit('/', 1)[0]}/{name}"


def _superuser_dsn(server: EmbeddedPostgres) -> str:
    return f"postgresql://postgres:{server.credentials.superuser_password}@127.0.0.1:{server.port}/postgres"


def _folder(factory: pytest.TempPathFactory) -> Path:
    return factory.mktemp("postgres")
