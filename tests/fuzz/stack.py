"""Both parts of the fuzzing on one stack, which is started for them and ended afterwards whatever happens."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from tests.faults.killing import resident
from tests.faults.logs import traces
from tests.fuzz.openapi import ALL_PHASES, Examined, examine
from tests.fuzz.run import Fuzzed, fuzz
from tests.integration.killing import KillableStack

MOST_GROWTH_MIB = 64
"""Of the gateway from when it is warmed up; whatever it were to keep of each request would be more."""


async def fuzz_a_stack(
    folder: Path,
    events: int,
    examples: int,
    seed: int,
    tell: Callable[[str], None],
    phases: str = ALL_PHASES,
) -> tuple[Examined, Fuzzed]:
    stack = KillableStack(folder / "stack", log=folder / "stack.log")
    try:
        at = await stack.start()
        tell("ready; the OpenAPI document first")
        examined = await asyncio.to_thread(examine, at, folder, examples, seed, phases)
        tell(
            f"the OpenAPI document {'conforms' if examined.conforms else 'DIFFERS'}; now {events:,} requests"
        )
        fuzzed = await fuzz(at, events, seed, lambda: resident(stack, "gateway"), tell)
    finally:
        stack.kill_all()
    if fuzzed.rss_end - fuzzed.rss_warm > MOST_GROWTH_MIB:
        fuzzed.faults.append(f"the gateway grew from {fuzzed.rss_warm:.0f} to {fuzzed.rss_end:.0f} MiB")
    fuzzed.faults += traces(folder / "stack")
    return examined, fuzzed
