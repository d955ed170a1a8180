"""What a case leaves in Temporal: its histories, the parent's and those of its procedures; and how they replay."""

import time
from collections.abc import Sequence
from typing import NamedTuple

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from domain.addresses import is_case_stream
from tests.benchmarks.rig import Rig
from workers.case_worker import SANDBOX

REPLAYS = 5


class Size(NamedTuple):
    """Per case."""

    events: float = 0.0
    bytes: float = 0.0
    signals: float = 0.0
    activities: float = 0.0

    def __add__(self, other: "Size") -> "Size":  # type: ignore[override]
        return Size(*(mine + others for mine, others in zip(self, other, strict=True)))


class Left(NamedTuple):
    """On average; the parent is the case itself, without its procedures."""

    parent: Size
    all: Size
    longest: WorkflowHistory
    """Of all parents."""


async def left_behind(rig: Rig, ids: str, cases: int) -> Left:
    """By all cases whose workflow ids begin so."""
    parent = everything = Size()
    longest: WorkflowHistory | None = None
    async for run in rig.client.list_workflows(f'WorkflowId STARTS_WITH "{ids}"'):
        history = await rig.client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
        size = _size(history, cases)
        everything += size
        if is_case_stream(run.id):
            parent += size
            if longest is None or len(history.events) > len(longest.events):
                longest = history
    assert longest is not None, "the cases that have just run aren't listed"
    return Left(parent, everything, longest)


def _size(history: WorkflowHistory, cases: int) -> Size:
    kinds = [event.event_type for event in history.events]
    signals = kinds.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
    activities = kinds.count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
    size = sum(event.ByteSize() for event in history.events)
    return Size(len(kinds) / cases, size / cases, signals / cases, activities / cases)


async def seconds_to_replay(history: WorkflowHistory, workflows: Sequence[type]) -> float:
    """The fastest of a few: whatever else the machine does meanwhile only adds to it."""
    taken: list[float] = []
    for _ in range(REPLAYS):
        begun = time.perf_counter()
        replayer = Replayer(
            workflows=workflows, workflow_runner=SANDBOX, data_converter=pydantic_data_converter
        )
        await replayer.replay_workflow(history)
        taken.append(time.perf_counter() - begun)
    return min(taken)
