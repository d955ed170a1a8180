"""One server that skips time for all orchestration tests, and a world of its own for each."""

from collections.abc import AsyncIterator

import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from tests.conftest import Database
from tests.orchestration.world import World, skipping_time, world


@pytest_asyncio.fixture(scope="session")
async def environment() -> AsyncIterator[WorkflowEnvironment]:
    async with skipping_time() as server:
        yield server


@pytest_asyncio.fixture
async def case(environment: WorkflowEnvironment, database: Database) -> AsyncIterator[World]:
    async with world(environment, database) as one:
        yield one
