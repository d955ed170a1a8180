"""What runs in Temporal, as those see it who compare it with what we keep."""

from collections.abc import AsyncIterator, Collection, Iterable
from itertools import islice

from temporalio.client import Client, WorkflowExecutionDescription, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from activities.errors import ActivityError, EngineAway, StoreUnavailable
from domain.addresses import LOOK, TRANSITION_CASE, case_id

_RUNNING = "ExecutionStatus = 'Running'"
_CASES = f"{_RUNNING} and WorkflowType = '{TRANSITION_CASE}'"
_FAILING = f"{_RUNNING} and TemporalReportedProblems is not null and WorkflowId starts_with 'case/'"
"""Temporal marks so a workflow of which several tasks in a row have failed."""
MOST_NAMED = 100
"""In one question to the list."""
_AWAY = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.RESOURCE_EXHAUSTED)


def is_away(error: ActivityError | RPCError) -> bool:
    """Whether nobody answers at all, be it Temporal or PostgreSQL: not for this case, and not for any other."""
    if isinstance(error, RPCError):
        return error.status in _AWAY
    return isinstance(error, StoreUnavailable | EngineAway)


class Engine:
    """Lists are a moment old, and cost little; descriptions are of now, and are for the few that lists make suspect."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def running_among(self, ids: Collection[str]) -> set[str]:
        """Those of these workflows that the list has as running."""
        running: set[str] = set()
        for named in _in_parts(ids):
            quoted = ", ".join(f"'{each}'" for each in named)
            running |= {each async for each in self._listed(f"{_RUNNING} and WorkflowId in ({quoted})")}
        return running

    async def running_now(self, ids: Iterable[str]) -> set[str]:
        """Those that run, whatever the list says."""
        return {each for each in ids if await self._running(each) is not None}

    def cases(self) -> AsyncIterator[str]:
        """Workflow ids of the cases that run, as listed."""
        return self._listed(_CASES)

    def failing(self) -> AsyncIterator[str]:
        """Workflow ids of the cases and procedures whose tasks fail, as listed."""
        return self._listed(_FAILING)

    async def fails(self, workflow: str) -> bool:
        """Whether it runs, and its task is tried again because it has failed."""
        found = await self._running(workflow)
        return found is not None and found.raw_description.pending_workflow_task.attempt > 1

    async def look(self, case: str) -> None:
        await self._client.get_workflow_handle(case_id(case)).signal(LOOK)

    async def _listed(self, query: str) -> AsyncIterator[str]:
        async for each in self._client.list_workflows(query):
            yield each.id

    async def _running(self, workflow: str) -> WorkflowExecutionDescription | None:
        try:
            found = await self._client.get_workflow_handle(workflow).describe()
        except RPCError as exc:
            if exc.status != RPCStatusCode.NOT_FOUND:
                raise
            return None
        return found if found.status == WorkflowExecutionStatus.RUNNING else None


def _in_parts(ids: Collection[str]) -> Iterable[list[str]]:
    rest = iter(sorted(ids))
    while part := list(islice(rest, MOST_NAMED)):
        yield part
