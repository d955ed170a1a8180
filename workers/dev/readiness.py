"""When a stack is ready: only when everything answers."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from domain.addresses import RELEASE_WATCH_SCHEDULE, TASK_QUEUE
from workers.dev.errors import NotAnswering

BETWEEN_TRIES = 0.1
ANSWERS_WITHIN = 60.0


async def temporal_answers(address: str, namespace: str) -> None:
    await _until("Temporal", lambda: Client.connect(address, namespace=namespace))


async def http_answers(what: str, url: str) -> None:
    async def ask() -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            response = await client.get(url)
            response.raise_for_status()

    await _until(what, ask)


async def worker_polls(address: str, namespace: str) -> None:
    """A worker takes tasks, and the release watch is scheduled."""
    client = await Client.connect(address, namespace=namespace, lazy=True)
    request = DescribeTaskQueueRequest(
        namespace=namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )

    async def ask() -> None:
        await client.get_schedule_handle(RELEASE_WATCH_SCHEDULE).describe()
        queue = await client.workflow_service.describe_task_queue(request)
        if not queue.pollers:
            raise LookupError(f"nobody polls the task queue {TASK_QUEUE}")

    await _until("the worker", ask)


async def _until(what: str, ask: Callable[[], Awaitable[object]]) -> None:
    """Asks again until there is an answer; the failures caught are those of a server that still starts."""
    reason = "it wasn't asked in time"
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            while True:
                try:
                    await ask()
                    return
                except (httpx.HTTPError, RPCError, RuntimeError, LookupError) as exc:
                    reason = str(exc) or type(exc).__name__
                await asyncio.sleep(BETWEEN_TRIES)
    except TimeoutError as exc:
        raise NotAnswering(what, ANSWERS_WITHIN, reason) from exc
