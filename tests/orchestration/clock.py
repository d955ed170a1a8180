"""The clock of the server that skips time, kept going where the server would lock it for ever.

The server locks it when a workflow ends, until its parent has heard of it. A parent that has gone on in a new run
doesn't hear it, and the lock stays (temporalio/sdk-java#1540; ``test_clock.py``). Procedures outlive the runs of
their case, so for each of them that ends unheard a lock is given back here: exactly one, for one too many would let
time run while somebody still works.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import WorkflowExecutionStatus
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.testservice.v1 import UnlockTimeSkippingRequest
from temporalio.api.workflow.v1 import WorkflowExecutionInfo
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment

STANDS_STILL = 10
"""Seconds in which no month of skipped time takes so long, whatever happens in it."""
BETWEEN_LOOKS = 0.05
HEARD = (
    "child_workflow_execution_completed_event_attributes",
    "child_workflow_execution_failed_event_attributes",
    "child_workflow_execution_canceled_event_attributes",
    "child_workflow_execution_timed_out_event_attributes",
)
ENDED = (
    WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
    WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED,
    WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED,
    WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT,
)
"""Where a child has gone on in a new run, the server may still show the old one; terminating it takes no lock."""


class TimeStandsStill(AssertionError):
    """The server no longer lets time pass, though nothing is under way.

    It happens to it, once in some thirty ends of a workflow, where a signal comes while the workflow's last task is
    under way: the task is refused and told again, as it should be, but a lock on its clock is left behind.
    """


@dataclass
class Clock:
    """The skipped time of one case."""

    environment: WorkflowEnvironment
    parent: str
    """The case's workflow id."""
    _run: str = ""
    """The newest run that is known: the earlier ones have been read."""
    _unheard: set[str] = field(default_factory=set)
    """Workflow ids of those that a run has started and left behind, and that haven't ended yet."""

    async def skip(self, span: timedelta) -> None:
        """Lets so much time pass; on return everything due by then has been done."""
        sleeping = asyncio.create_task(self.environment.sleep(span))
        for _ in range(round(STANDS_STILL / BETWEEN_LOOKS)):
            await asyncio.wait([sleeping], timeout=BETWEEN_LOOKS)
            if sleeping.done():
                return await sleeping
            await self._give_locks_back()
        sleeping.cancel()
        raise TimeStandsStill(f"on {await self.environment.get_current_time():%Y-%m-%d %H:%M}Z")

    async def _give_locks_back(self) -> None:
        await self._read_runs_left_behind()
        for child in [each for each in self._unheard if await self._has_ended(each)]:
            self._unheard.remove(child)
            await self.environment.client.test_service.unlock_time_skipping(UnlockTimeSkippingRequest())

    async def _read_runs_left_behind(self) -> None:
        latest = await self._latest(self.parent)
        if latest is None:
            return
        run = self._run or latest.first_run_id
        while run and run != latest.execution.run_id:
            events = await self._history(run)
            self._unheard |= set(unheard(events))
            run = events[-1].workflow_execution_continued_as_new_event_attributes.new_execution_run_id
        self._run = latest.execution.run_id

    async def _has_ended(self, child: str) -> bool:
        latest = await self._latest(child)
        return latest is not None and latest.status in ENDED

    async def _history(self, run: str) -> list[HistoryEvent]:
        handle = self.environment.client.get_workflow_handle(self.parent, run_id=run)
        return [each async for each in handle.fetch_history_events()]

    async def _latest(self, workflow: str) -> WorkflowExecutionInfo | None:
        """The newest run. The client's own ``describe`` fails on a search attribute that was unset."""
        asked = DescribeWorkflowExecutionRequest(
            namespace=self.environment.client.namespace, execution=WorkflowExecution(workflow_id=workflow)
        )
        try:
            described = await self.environment.client.workflow_service.describe_workflow_execution(asked)
        except RPCError as exc:
            if exc.status != RPCStatusCode.NOT_FOUND:
                raise
            return None
        return described.workflow_execution_info


def unheard(run: list[HistoryEvent]) -> Iterator[str]:
    """Whom this run has started, and of whose end it isn't told."""
    heard = {
        getattr(event, told).initiated_event_id
        for event in run
        if (told := event.WhichOneof("attributes")) in HEARD
    }
    for event in run:
        if event.HasField("child_workflow_execution_started_event_attributes"):
            started = event.child_workflow_execution_started_event_attributes
            if started.initiated_event_id not in heard:
                yield started.workflow_execution.workflow_id
