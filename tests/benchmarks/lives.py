"""One case from its beginning to its end, driven from outside as agencies' systems drive it: signal by signal."""

import asyncio
from datetime import UTC, datetime, timedelta

from activities.opening import CaseStart, Delivery
from domain.addresses import DELIVER, TASK_QUEUE, TRANSITION_CASE, case_id
from domain.clock import CaseClock
from tests.benchmarks.bare import BARE, BARE_QUEUE, BareStart
from tests.benchmarks.rig import Rig
from tests.benchmarks.standard_case import facts_of, seconds_of
from tests.integration.recording import make_case
from workers.wiring import policy_of


class CaseWentWrong(Exception):
    """The standard case didn't end as its story says: whatever was measured is worth nothing."""


async def standard(rig: Rig, ref: str, days_per_second: float) -> None:
    """Each fact is delivered at the moment at which it occurs by the clock of the case."""
    opens_at = datetime.now(UTC)
    clock = CaseClock.exercise(opens_at, days_per_second)
    first, *rest = facts_of(opens_at)
    await make_case(rig.pool, ref)
    case = await rig.client.start_workflow(
        TRANSITION_CASE,
        CaseStart(case=ref, policy=policy_of(None), clock=clock),
        id=case_id(ref),
        task_queue=TASK_QUEUE,
        start_signal=DELIVER,
        start_signal_args=[Delivery(facts=(first,))],
    )
    for fact in rest:
        await _until(clock.engine_time(fact.occurred_at))
        await case.signal(DELIVER, Delivery(facts=(fact,)))
    ended = await case.result()
    if ended["closed_because"] != "completed":
        raise CaseWentWrong(f"{ref} closed because {ended['closed_because']}")


async def bare(rig: Rig, ref: str, start: BareStart, days_per_second: float) -> None:
    """As many signals over the same time, with facts of the same size in them."""
    begins = datetime.now(UTC)
    facts = facts_of(begins)
    between = timedelta(seconds=seconds_of(days_per_second) / start.signals)
    case = await rig.client.start_workflow(BARE, start, id=f"bare/{ref}", task_queue=BARE_QUEUE)
    for number in range(start.signals):
        await _until(begins + number * between)
        await case.signal(DELIVER, Delivery(facts=(facts[number % len(facts)],)))
    await case.result()


async def _until(instant: datetime) -> None:
    await asyncio.sleep(max((instant - datetime.now(UTC)).total_seconds(), 0.0))
