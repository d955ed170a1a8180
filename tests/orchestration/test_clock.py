"""The server that skips time stops its clock where a child ends unheard; a world's clock goes on all the same."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from temporalio import workflow
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker
from temporalio.workflow import ParentClosePolicy

from tests.orchestration.clock import Clock
from tests.orchestration.world import skipping_time

QUEUE = "clock"
PARENT, CHILD = "parent", "child"
MONTH = timedelta(days=30)
A_WHILE = 2
"""In seconds: a month passes in a few hundredths of one."""


@workflow.defn
class Ending:
    """Ends after ten days."""

    @workflow.run
    async def run(self) -> None:
        await workflow.sleep(timedelta(days=10))


@workflow.defn
class GoingOn:
    """Starts a child, and leaves it to itself in a new run."""

    @workflow.run
    async def run(self, alone: bool) -> None:
        if not alone:
            abandon = ParentClosePolicy.ABANDON
            await workflow.start_child_workflow(Ending.run, id=CHILD, parent_close_policy=abandon)
            workflow.continue_as_new(True)
        await workflow.wait_condition(lambda: False)


@asynccontextmanager
async def child_is_alone() -> AsyncIterator[WorkflowEnvironment]:
    unsandboxed, kinds = UnsandboxedWorkflowRunner(), [Ending, GoingOn]
    async with (
        skipping_time() as server,
        Worker(server.client, task_queue=QUEUE, workflows=kinds, workflow_runner=unsandboxed),
    ):
        await server.client.start_workflow(GoingOn.run, False, id=PARENT, task_queue=QUEUE)
        yield server


async def test_the_server_stops_its_clock_where_a_child_ends_after_the_run_that_started_it() -> None:
    """Where this no longer fails to pass the time, the server has been mended, and ``Clock`` has nothing to do."""
    async with child_is_alone() as server:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(A_WHILE):
                await server.sleep(MONTH)


async def test_a_clock_goes_on_where_a_child_ends_after_the_run_that_started_it() -> None:
    async with child_is_alone() as server:
        clock, began = Clock(server, PARENT), await server.get_current_time()
        await clock.skip(MONTH)
        await clock.skip(MONTH)
        passed = await server.get_current_time() - began
        assert 2 * MONTH <= passed < 2 * MONTH + timedelta(minutes=1)
