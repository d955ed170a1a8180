"""Many cases at once, at a pace that the machine can keep: what they cost in processor time.

A case lasts as long as its clock says, whatever runs it. So throughput is counted in processor time, of the
worker, Temporal and PostgreSQL together: that also stays the same when the machine is busy with other things.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from tests.benchmarks.rig import Rig

STARTED_WITHIN = 0.1
"""The share of a case's life over which the cases start: they don't all ask for the same at the same moment."""


class Cost(NamedTuple):
    cases: int
    elapsed: float
    """Seconds from the first start to the last end."""
    processor: dict[str, float]
    """Seconds per case, by process."""

    @property
    def per_case(self) -> float:
        return sum(self.processor.values())

    @property
    def cases_per_second(self) -> float:
        """What all processors of this machine carry."""
        return (os.cpu_count() or 1) / self.per_case


async def cost_of(
    rig: Rig, worker: str, cases: int, seconds: float, live: Callable[[int], Awaitable[None]]
) -> Cost:
    """``live(n)`` is the life of the n-th case; it takes about so many seconds."""
    await rig.quiet(worker)
    before, begun = rig.used(worker), time.monotonic()

    async def later(number: int) -> None:
        await asyncio.sleep(number * STARTED_WITHIN * seconds / cases)
        await live(number)

    await asyncio.gather(*(later(number) for number in range(cases)))
    elapsed, after = time.monotonic() - begun, rig.used(worker)
    used = {name: (after[name] - before[name]) / cases for name in after}
    return Cost(cases, elapsed, used)
