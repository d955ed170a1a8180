"""What an operator may do to a running workflow in the Web UI: reset it, or terminate it."""

import asyncio
import random
from uuid import uuid4

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType, ResetReapplyExcludeType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

SIGNALS = ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL
OLD_RUN = 0.2
BETWEEN_LOOKS = 0.05


async def reset(client: Client, workflow_id: str, chance: random.Random, *, keep_signals: bool) -> None:
    """To any of the points that the Web UI offers: the completed workflow tasks of one of its runs."""
    run = await _a_run(client, workflow_id, chance)
    while not (points := await _points(client, run)):
        # A run that was ended before its first task was done will never have any: another one is chosen.
        await asyncio.sleep(BETWEEN_LOOKS)
        run = await _a_run(client, workflow_id, chance)
    await client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=client.namespace,
            workflow_execution=run,
            reason="tried out",
            workflow_task_finish_event_id=chance.choice(points),
            request_id=str(uuid4()),
            reset_reapply_exclude_types=() if keep_signals else (SIGNALS,),
        )
    )


async def terminate(client: Client, workflow_id: str) -> None:
    """Where it hasn't just ended by itself."""
    try:
        await client.get_workflow_handle(workflow_id).terminate("tried out")
    except RPCError as exc:
        if exc.status != RPCStatusCode.NOT_FOUND:
            raise


async def _a_run(client: Client, workflow_id: str, chance: random.Random) -> WorkflowExecution:
    """Mostly the newest one; sometimes one that was reset, terminated or continued before."""
    runs = [each.run_id async for each in client.list_workflows(f"WorkflowId = '{workflow_id}'")]
    newest = (await client.get_workflow_handle(workflow_id).describe()).run_id
    run_id = chance.choice(runs) if runs and chance.random() < OLD_RUN else newest
    return WorkflowExecution(workflow_id=workflow_id, run_id=run_id)


async def _points(client: Client, run: WorkflowExecution) -> list[int]:
    handle = client.get_workflow_handle(run.workflow_id, run_id=run.run_id)
    return [
        event.event_id
        async for event in handle.fetch_history_events()
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    ]
