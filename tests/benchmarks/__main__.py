"""``make bench``: what comes in beside bare inserts and ``COPY``, a standard case beside a bare Temporal workflow."""

import asyncio
import signal
from typing import Annotated

import typer
from rich.console import Console

from tests.benchmarks import accepting, register_rows, relay
from tests.benchmarks.bare import Bare, BareStart
from tests.benchmarks.histories import left_behind, seconds_to_replay
from tests.benchmarks.lives import bare, standard
from tests.benchmarks.load import cost_of
from tests.benchmarks.memory import hold_bare, hold_standard, memory_of
from tests.benchmarks.report import Figures, table_of
from tests.benchmarks.rig import Rig, built
from tests.benchmarks.standard_case import seconds_of
from workers.case_worker import WORKFLOWS

OURS, BARE = "worker", "bare"
"""The workers, as the rig names them."""

console = Console()


def main(
    cases: Annotated[int, typer.Option(min=1, help="Cases at once, of each kind.")] = 16,
    days_per_second: Annotated[
        float, typer.Option(min=1, help="The pace of their clocks: a case lives for two years.")
    ] = 10,
    rows: Annotated[int, typer.Option(min=1, help="Of a release register.")] = 100_000,
) -> None:
    """Prints how fast events and registers are taken in, beside bare inserts and COPY; and what a standard case
    costs, beside a bare Temporal workflow that receives as many signals and runs as many activities.

    Everything runs on this machine: PostgreSQL, Temporal and a worker, in a
    folder that is removed at the end. Facts come as signals, past gateway and
    relay. Cases per second are what all processors of the machine carry, from
    the processor time that worker, Temporal and PostgreSQL use per case; so
    give it a pace at which it isn't overrun.
    """
    asyncio.run(_measured(cases, days_per_second, rows))
    relay.main()


async def _measured(cases: int, pace: float, rows: int) -> None:
    _also_end_in_order_when_terminated()
    console.print(await accepting.measured())
    console.print(f"A register of {rows:,} rows through the gateway")
    await register_rows.first_import(rows)
    console.print(
        f"Two runs of {cases} cases, {seconds_of(pace):.0f} s each by their clocks, and a minute beside."
    )
    async with built() as rig:
        ours = await _ours(rig, cases, pace)
        work = BareStart(signals=round(ours.left.all.signals), activities=round(ours.left.all.activities))
        console.print(table_of(await _bare(rig, cases, pace, work), ours))
        refused = await _refused(rig)
    if refused:
        console.print(
            f"{refused} facts were refused: the machine was overrun, and the cases didn't go as their story"
            " says. Give it fewer --cases or fewer --days-per-second."
        )


def _also_end_in_order_when_terminated() -> None:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


async def _ours(rig: Rig, cases: int, pace: float) -> Figures:
    memory = await memory_of(rig, OURS, "case/", hold_standard)
    cost = await cost_of(
        rig, OURS, cases, seconds_of(pace), lambda number: standard(rig, f"run-{number}", pace)
    )
    left = await left_behind(rig, "case/run-", cases)
    return Figures(memory, cost, left, await seconds_to_replay(left.longest, WORKFLOWS))


async def _bare(rig: Rig, cases: int, pace: float, work: BareStart) -> Figures:
    memory = await memory_of(rig, BARE, "bare/", hold_bare)
    cost = await cost_of(
        rig, BARE, cases, seconds_of(pace), lambda number: bare(rig, f"run-{number}", work, pace)
    )
    left = await left_behind(rig, "bare/run-", cases)
    return Figures(memory, cost, left, await seconds_to_replay(left.longest, [Bare]))


async def _refused(rig: Rig) -> int:
    found: int = await rig.pool.fetchval(
        "select count(*) from ledger where type = 'throughcare.case.fact-refused.v1' and case_ref like 'run-%'"
    )
    return found


if __name__ == "__main__":
    typer.run(main)
