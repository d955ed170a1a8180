"""A world of its own for each orchestration test: a server that skips time, a worker, a database."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.conftest import Database
from tests.orchestration.world import World, skipping_time, world


@pytest_asyncio.fixture
async def case(database: Database) -> AsyncIterator[World]:
    # What one test leaves running must not skip the time of the next.
    async with skipping_time() as environment, world(environment, database) as one:
        yield one
