"""``make fuzz``: the gateway is asked what its document allows, and told what is nearly an event."""

import asyncio
from typing import Annotated

import typer

from tests.faults.at_the_terminal import console, long_run
from tests.fuzz.openapi import Examined
from tests.fuzz.run import MOST_TOLD, Fuzzed
from tests.fuzz.stack import fuzz_a_stack


def main(
    events: Annotated[int, typer.Option(min=10, help="Requests around mutated events.")] = 100_000,
    examples: Annotated[int, typer.Option(min=1, help="Of each call in the OpenAPI document.")] = 100,
    seed: Annotated[int, typer.Option(help="Draws what is asked and told.")] = 1,
) -> None:
    """Starts a stack, holds its OpenAPI document against its gateway, then posts mutated CloudEvents in all three
    modes: no 5xx, each refusal names a field, nothing of what was refused is stored, the gateway doesn't grow, and
    no case stands still because of what was accepted.

    Exits 1 where anything is wrong, and then leaves the folder with all logs.
    """
    with long_run("fuzz", seed) as (folder, tell):
        examined, fuzzed = asyncio.run(fuzz_a_stack(folder, events, examples, seed, tell))
        _print(examined, fuzzed)
        if fuzzed.faults or not examined.conforms:
            raise typer.Exit(1)


def _print(examined: Examined, fuzzed: Fuzzed) -> None:
    console.print(
        examined.told.split("= SUMMARY =")[-1] if examined.conforms else examined.told, markup=False
    )
    console.print(f"answers: {dict(sorted(fuzzed.answers.items()))}; events accepted: {fuzzed.accepted:,}")
    console.print(
        f"the gateway's memory: {fuzzed.rss_warm:.0f} MiB warmed up, {fuzzed.rss_end:.0f} MiB at the end"
    )
    for fault in fuzzed.faults[:MOST_TOLD]:
        console.print(fault, style="red", markup=False, highlight=False)
    console.print(f"{len(fuzzed.faults)} faults of mutated events")


if __name__ == "__main__":
    typer.run(main)
