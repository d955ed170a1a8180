"""``make record``: keeps a history of every workflow type, out of the stack that the last ``make demo`` has left.

Workflow code is for ever: cases run for years. Each stored history is replayed by the tests; where one no longer
can be, running cases would stall. Record new ones when workflows have learned something new, and keep the old.
"""

import argparse
import asyncio
import gzip
import re
from pathlib import Path

from temporalio.client import Client, WorkflowExecution, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter

from workers.case_worker import WORKFLOWS
from workers.dev.stack import DevStack

HISTORIES = Path(__file__).parent / "histories"
LEFT_BY_THE_DEMO = Path(".throughcare/demo/stack")
_WHERE_IT_RAN = re.compile(r'"(identity|name)":\s*"[^"]*@[^"]*"')


async def record(client: Client, name: str) -> None:
    for kind in (each.__name__ for each in WORKFLOWS):
        found = await _longest(client, kind)
        if found is None:
            print(f"{kind}: none has completed")  # noqa: T201
            continue
        history = await client.get_workflow_handle(found.id, run_id=found.run_id).fetch_history()
        file = HISTORIES / f"{kind}.{name}.json.gz"
        file.write_bytes(gzip.compress(_told(history).encode(), mtime=0))
        print(f"{file.name}: {found.id}, {len(history.events)} events")  # noqa: T201


async def _longest(client: Client, kind: str) -> WorkflowExecution | None:
    """Of the completed ones, that with the most events: it has been through most."""
    query = f"WorkflowType = '{kind}' and ExecutionStatus = 'Completed'"
    completed = [each async for each in client.list_workflows(query, limit=200)]
    return max(completed, key=lambda each: each.history_length, default=None)


def _told(history: WorkflowHistory) -> str:
    """Without the names of the machines that it ran on."""
    return _WHERE_IT_RAN.sub(r'"\1": "worker"', history.to_json())


async def _record(folder: Path, name: str, days_per_second: float) -> None:
    HISTORIES.mkdir(exist_ok=True)
    async with DevStack(folder, port=0, days_per_second=days_per_second) as at:
        await record(await Client.connect(at.temporal, data_converter=pydantic_data_converter), name)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(prog="python -m tests.replay.record", description=__doc__)
    arguments.add_argument("name", help="what the histories show, for example the version: 0.1")
    arguments.add_argument("--data", type=Path, default=LEFT_BY_THE_DEMO, help="the stack's folder")
    arguments.add_argument("--days-per-second", type=float, default=10.0, help="as the stack was run")
    asked = arguments.parse_args()
    asyncio.run(_record(asked.data, asked.name, asked.days_per_second))
