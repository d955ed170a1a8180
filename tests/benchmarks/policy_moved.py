"""Many running cases moved to another policy at once: how long it takes, and whether anybody has to wait meanwhile.

``python -m tests.benchmarks.policy_moved --cases 1000``
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from statistics import median
from typing import Annotated

import typer
from rich.console import Console

from activities.opening import Delivery
from activities.policies import load_pack
from activities.postgres.register import PostgresRegister
from domain.addresses import DELIVER, case_id
from domain.inbox import DeliveredFact
from domain.pack import Pack
from domain.policy import Policy
from tests.benchmarks.memory import hold_standard
from tests.benchmarks.rig import Rig, built
from workers.policy_move import AT_ONCE, Candidate, Moved, Mover, NotMoved, Order, candidates
from workflows.commands import ChangePolicy

WORKER = "worker"
OPENED_AT_ONCE = 16
BETWEEN_SIGNALS, BETWEEN_LOOKS = 0.25, 0.01
BEFORE = 40
"""Signals before the move, to compare with."""

_UNPREPARED = """
select $1 > (select count(*) from stream where kind = 'case' and state->'running' <> '[]'::jsonb)
       or exists (select from stream where kind <> 'case' and next_due is null)
"""
"""Whether some case isn't open yet, or one of its procedures has nothing owed in it so far."""

console = Console()


def main(cases: Annotated[int, typer.Option(min=1, help="Running cases.")] = 1000) -> None:
    """Opens cases in the midst of their preparation, moves all of them, and signals some all the while."""
    asyncio.run(_measured(cases))


async def _measured(cases: int) -> None:
    async with built() as rig:
        begun = time.monotonic()
        await _opened(rig, cases)
        console.print(f"{cases} cases opened in {time.monotonic() - begun:.0f} s; now they are moved")
        before = [await _seconds_to_be_heard(rig, number % cases) for number in range(BEFORE)]
        begun = time.monotonic()
        async with _signalled(rig, cases) as meanwhile:
            outcomes = await _moved(rig, cases)
        took = time.monotonic() - begun
        await rig.quiet(WORKER)
        settled = time.monotonic() - begun
        moved = [each.seconds for each in outcomes if isinstance(each, Moved)]
        console.print(
            f"{len(moved)} moved in {took:.1f} s, {AT_ONCE} at a time; all settled after {settled:.1f} s"
        )
        console.print(f"a command: {_told(moved)}")
        console.print(f"a signal, until the ledger has its fact: {_told(meanwhile)}; before: {_told(before)}")
        for each in [each for each in outcomes if isinstance(each, NotMoved)][:10]:
            console.print(f"{each.case}: {each.why}")


def _name(number: int) -> str:
    return f"held-{number:04}"


async def _opened(rig: Rig, cases: int) -> None:
    places = asyncio.Semaphore(OPENED_AT_ONCE)

    async def one(number: int) -> None:
        async with places:
            await hold_standard(rig, _name(number))

    await asyncio.gather(*map(one, range(cases)))
    while await rig.pool.fetchval(_UNPREPARED, cases):  # noqa: ASYNC110 - nothing tells us
        await asyncio.sleep(1)
    await rig.quiet(WORKER)


def _another() -> Pack:
    """A later version of mates, by which due dates are others."""
    pack = load_pack("mates")
    written = pack.policy.model_dump(mode="json") | {"version": pack.policy.version + 1}
    written["preparation"] |= {"items_supplied": "13 weeks", "plan_agreed": "5 weeks"}
    return pack.model_copy(update={"policy": Policy.model_validate(written)})


async def _moved(rig: Rig, cases: int) -> list[Moved | NotMoved]:
    order = Order(_another(), cases=tuple(map(_name, range(cases))))
    command = ChangePolicy(by="benchmark", policy=order.to.policy, reason="to be measured")
    mover = Mover(rig.client, command)
    found = [each async for each in candidates(PostgresRegister(rig.pool), order)]
    page = [each for each in found if isinstance(each, Candidate)]
    return [*(each for each in found if isinstance(each, NotMoved)), *await mover.move(page)]


@asynccontextmanager
async def _signalled(rig: Rig, cases: int) -> AsyncIterator[list[float]]:
    """Meanwhile a case hears something every now and then: how long it took, each time."""
    heard: list[float] = []

    async def signal() -> None:
        number = 0
        while True:
            number = (number + 37) % cases
            heard.append(await _seconds_to_be_heard(rig, number))
            await asyncio.sleep(BETWEEN_SIGNALS)

    signalling = asyncio.create_task(signal())
    try:
        yield heard
    finally:
        signalling.cancel()


async def _seconds_to_be_heard(rig: Rig, number: int) -> float:
    case = case_id(_name(number))
    fact = await _next_fact(rig, case)
    begun = time.monotonic()
    await rig.client.get_workflow_handle(case).signal(DELIVER, Delivery(facts=(fact,)))
    while await _last_fact(rig, case) < fact.number:  # noqa: ASYNC110 - nothing tells us
        await asyncio.sleep(BETWEEN_LOOKS)
    return time.monotonic() - begun


async def _next_fact(rig: Rig, case: str) -> DeliveredFact:
    number, now = await _last_fact(rig, case) + 1, datetime.now(UTC)
    return DeliveredFact(
        number=number,
        source="urn:benchmark",
        id=f"meanwhile-{number}",
        type="throughcare.custody.transferred.v1",
        occurred_at=now,
        received_at=now,
        data={"establishment": "south"},
    )


async def _last_fact(rig: Rig, case: str) -> int:
    found = await rig.pool.fetchval("select (state->>'last_fact')::int from stream where stream = $1", case)
    return found or 0


def _told(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    return f"median {1000 * median(seconds):.0f} ms, slowest {1000 * max(seconds):.0f} ms of {len(seconds)}"


if __name__ == "__main__":
    typer.run(main)
