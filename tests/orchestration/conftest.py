"""A world of its own for each orchestration test: a server that skips time, a worker, a database."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from _pytest.runner import runtestprotocol

from tests.conftest import Database
from tests.orchestration.clock import TimeStandsStill
from tests.orchestration.world import World, skipping_time, world

ATTEMPTS = 3


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """A test whose server has stopped its clock begins anew on another server; no other failure does."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports: list[pytest.TestReport] = []
    for attempt in range(1, ATTEMPTS + 1):
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        stood_still = any(each.failed and TimeStandsStill.__name__ in each.longreprtext for each in reports)
        if not stood_still or attempt == ATTEMPTS:
            break
        item._initrequest()  # type: ignore[attr-defined]  # its fixtures are made anew
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest_asyncio.fixture
async def case(database: Database) -> AsyncIterator[World]:
    # What one test leaves running must not skip the time of the next.
    async with skipping_time() as environment, world(environment, database) as one:
        yield one
