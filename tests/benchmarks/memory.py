"""What a cached case costs its worker: the growth of the process while it comes to hold more of them."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from activities.opening import CaseStart, Delivery
from domain.addresses import DELIVER, TASK_QUEUE, TRANSITION_CASE, case_id
from domain.clock import CaseClock
from domain.inbox import DeliveredFact
from tests.benchmarks.bare import BARE, BARE_QUEUE, BareStart
from tests.benchmarks.processes import resident_bytes
from tests.benchmarks.rig import Rig
from tests.benchmarks.standard_case import facts_of
from tests.integration.recording import make_case
from workers.wiring import policy_of

WARM, HELD = 10, 60
"""Cases before the first look, so that everything is imported; and between the two looks."""
FIRST_WEEKS = timedelta(days=45)
"""A case that knows what is known by then has its handover and an assessment under way."""


class Memory(NamedTuple):
    kib_per_case: float
    """A case with its procedures."""
    workflows_per_case: float

    @property
    def kib_per_workflow(self) -> float:
        return self.kib_per_case / self.workflows_per_case


async def memory_of(rig: Rig, worker: str, ids: str, hold: Callable[[Rig, str], Awaitable[None]]) -> Memory:
    """``hold`` lets the worker hold one more case; ``ids`` is how the ids of all workflows of its kind begin."""
    for number in range(WARM):
        await hold(rig, f"warm-{number}")
    await rig.quiet(worker)
    before = resident_bytes(rig.pids[worker])
    for number in range(HELD):
        await hold(rig, f"held-{number}")
    await rig.quiet(worker)
    grown = resident_bytes(rig.pids[worker]) - before
    held = await _held(rig, ids)
    return Memory(grown / 1024 / HELD, held / HELD)


async def hold_standard(rig: Rig, ref: str) -> None:
    """A case in the midst of its preparation, in real time: it has taken what has come and waits for more."""
    await make_case(rig.pool, ref)
    await rig.client.start_workflow(
        TRANSITION_CASE,
        CaseStart(case=ref, policy=policy_of(None), clock=CaseClock()),
        id=case_id(ref),
        task_queue=TASK_QUEUE,
        start_signal=DELIVER,
        start_signal_args=[Delivery(facts=tuple(_facts_of_the_first_weeks(datetime.now(UTC))))],
    )


async def hold_bare(rig: Rig, ref: str) -> None:
    await rig.client.start_workflow(
        BARE,
        BareStart(signals=2, activities=2),
        id=f"bare/{ref}",
        task_queue=BARE_QUEUE,
        start_signal=DELIVER,
        start_signal_args=[Delivery(facts=(facts_of(datetime.now(UTC))[0],))],
    )


def _facts_of_the_first_weeks(now: datetime) -> Iterator[DeliveredFact]:
    """As if all of it had happened today."""
    for fact in facts_of(now):
        if fact.occurred_at < now + FIRST_WEEKS:
            yield fact.model_copy(update={"occurred_at": now, "received_at": now})


async def _held(rig: Rig, ids: str) -> int:
    return (await rig.client.count_workflows(f'WorkflowId STARTS_WITH "{ids}held-"')).count
