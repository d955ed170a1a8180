"""``make faults``: events are posted while every process of the stack is killed again and again; nothing is lost."""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from tests.faults.at_the_terminal import console, long_run
from tests.faults.figures import table_of
from tests.faults.plan import Size
from tests.faults.run import MOST_TOLD, Outcome, run


def main(
    events: Annotated[int, typer.Option(min=1)] = 20_000,
    cases: Annotated[int, typer.Option(min=1)] = 500,
    clients: Annotated[int, typer.Option(min=1)] = 8,
    kills: Annotated[int, typer.Option(min=0, help="Of each process.")] = 3,
    seed: Annotated[int, typer.Option(help="Draws the plan: events, posts, kills.")] = 1,
) -> None:
    """Tells the cases of a stack as many events, by clients that cut connections and repeat themselves, while
    PostgreSQL, Temporal, worker, relay and gateway are killed (SIGKILL) and started again; then looks whether each
    event that got a 202 is in the ledger of its case exactly once, in order.

    The seed reproduces the plan: which events are posted by whom, in which
    order and manner, and after which share of the posts who dies. When
    exactly that is, and what the process was doing, is the machine's.

    Exits 1 where anything is wrong, and then leaves the folder with all logs.
    """
    with long_run("faults", seed) as (folder, tell):
        outcome = asyncio.run(_run(Size(events, cases, clients, kills), seed, folder, tell))
        console.print(table_of(outcome))
        for fault in outcome.faults[:MOST_TOLD]:
            console.print(f"[red]{fault}[/red]", highlight=False)
        console.print(f"{len(outcome.faults)} faults" if outcome.faults else "nothing is lost")
        if outcome.faults:
            raise typer.Exit(1)


async def _run(size: Size, seed: int, folder: Path, tell: Callable[[str], None]) -> Outcome:
    """Also when we are terminated, everything that was started is ended."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await run(size, seed, folder, tell)


if __name__ == "__main__":
    typer.run(main)
