"""Kills the processes of the stack as planned, and looks how much memory they take."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

from tests.faults.plan import PROCESSES, Outage
from tests.integration.killing import KillableStack

BETWEEN_LOOKS = 0.02
BETWEEN_SAMPLES = 1.0
RECOVERS_WITHIN = 10.0
"""Seconds between two outages of one process: five deaths in half a minute would end the stack."""
COMES_BACK_WITHIN = 30.0
MOST_MIB = {"worker": 1_500, "relay": 400, "gateway": 400}


@dataclass
class Memory:
    """Resident MiB of a process with its children."""

    most: float = 0.0
    last: float = 0.0


@dataclass
class Observed:
    """What was done to the processes, and seen of them."""

    kills: Counter[str] = field(default_factory=Counter)
    memory: dict[str, Memory] = field(default_factory=lambda: {name: Memory() for name in PROCESSES})

    @property
    def grown(self) -> list[str]:
        """Those of ours that took more than they ever should."""
        return [
            f"{name} took {self.memory[name].most:.0f} MiB, more than {most}"
            for name, most in MOST_MIB.items()
            if self.memory[name].most > most
        ]


async def kill_as_planned(
    stack: KillableStack, outages: Sequence[Outage], share: Callable[[], float], observed: Observed
) -> None:
    """``share``: of all posts, those that have been answered."""
    not_before = dict.fromkeys(PROCESSES, 0.0)
    loop = asyncio.get_running_loop()
    for outage in outages:
        earliest = max(not_before[name] for name in outage.processes)
        while share() < outage.after or loop.time() < earliest:  # noqa: ASYNC110
            await asyncio.sleep(BETWEEN_LOOKS)
        await asyncio.gather(*(_kill(stack, name, outage.deaths, observed) for name in outage.processes))
        not_before |= dict.fromkeys(outage.processes, loop.time() + RECOVERS_WITHIN)


async def _kill(stack: KillableStack, name: str, deaths: int, observed: Observed) -> None:
    killed = stack.kill_family(name)
    observed.kills[name] += 1
    for _ in range(deaths - 1):
        async with asyncio.timeout(COMES_BACK_WITHIN):
            while stack.pid(name) == killed:  # noqa: ASYNC110
                await asyncio.sleep(BETWEEN_LOOKS)
        killed = stack.kill_family(name)
        observed.kills[name] += 1


async def watch(stack: KillableStack, observed: Observed) -> None:
    """Until it is cancelled; raises where the stack has ended by itself."""
    while not stack.has_ended:
        for name, memory in observed.memory.items():
            memory.last = resident(stack, name)
            memory.most = max(memory.most, memory.last)
        await asyncio.sleep(BETWEEN_SAMPLES)
    raise AssertionError("the stack has ended: one of its processes died too often")


def resident(stack: KillableStack, name: str) -> float:
    total = 0
    for each in stack.family(name):
        with suppress(psutil.NoSuchProcess):
            total += each.memory_info().rss
    return total / 1024 / 1024
