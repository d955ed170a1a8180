"""A register of many rows imported through the gateway, side by side with ``COPY`` of the same rows.

``python -m tests.benchmarks.register_rows --rows 100000``
"""

import asyncio
import contextlib
import csv
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, NamedTuple

import psutil
import typer
from rich.console import Console

from tests.benchmarks.processes import processor_seconds, resident_bytes
from tests.benchmarks.rig import pids
from workers.dev.stack import DevStack
from workers.register.rows import NEEDED
from workers.wiring import opened_store

FIRST, DAYS = date(2090, 1, 1), 3000
"""Days of release, so far away that no case opens meanwhile."""
BETWEEN_LOOKS = 0.1
SERVERS = ("gateway", "postgres", "relay")
MIB = 1024 * 1024
_COLUMNS = ("case_ref", "person", "jurisdiction", "entry", "release_kind", "release_date", "supervision_end")
console = Console(soft_wrap=True)


class Ran(NamedTuple):
    """A command that was run to its end."""

    seconds: float
    processor: float
    """Seconds that it has used itself."""
    most_bytes: int
    """Resident, at its largest."""
    told: str


def main(rows: Annotated[int, typer.Option(min=1)] = 100_000) -> None:
    """Imports a register, the same again, then with a twentieth changed; compares it; and copies it.

    Through the gateway of a stack in a folder that is removed at the end,
    into the database of which the same rows are copied under other references:
    into the case files alone, without facts.
    """
    asyncio.run(_measured(rows))


async def first_import(count: int) -> None:
    """The import alone, side by side with ``COPY`` of the same rows."""
    with tempfile.TemporaryDirectory(prefix="throughcare-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        first, other = folder / "first.csv", folder / "other.csv"
        _write(first, _rows(count))
        _write(other, _rows(count, prefix="S"))
        async with DevStack(folder / "stack", port=0) as at:
            await _tell("import", count, folder / "stack", "import", str(first))
            copied = await _seconds_to_copy(at.database, other)
    _tell_copied(count, copied)


async def _measured(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="throughcare-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        stack = folder / "stack"
        first, moved, other = (folder / f"{each}.csv" for each in ("first", "moved", "other"))
        _write(first, _rows(count))
        _write(moved, _rows(count, moved=20))
        _write(other, _rows(count, prefix="S"))
        async with DevStack(stack, port=0) as at:
            gateway = pids(stack)["gateway"]
            before = resident_bytes(gateway)
            await _tell("import", count, stack, "import", str(first))
            await _tell("the same again", count, stack, "import", str(first))
            await _tell("a twentieth moved", count, stack, "import", str(moved))
            await _tell("compare", count, stack, "compare", str(moved))
            after = resident_bytes(gateway)
            copied = await _seconds_to_copy(at.database, other)
    console.print(f"the gateway: {before / MIB:.0f} MiB before, {after / MIB:.0f} MiB after")
    _tell_copied(count, copied)


def _tell_copied(count: int, seconds: float) -> None:
    console.print(f"COPY of the same rows: {seconds:.1f} s, {count / seconds:,.0f} rows a second")


async def _tell(title: str, count: int, stack: Path, *arguments: str) -> None:
    servers = pids(stack)
    before = {name: processor_seconds(servers[name]) for name in SERVERS}
    ran = await _ran("register", *arguments, "--data", str(stack))
    used = [f"{name} {processor_seconds(servers[name]) - before[name]:.1f}" for name in SERVERS]
    console.print(
        f"{title}: {ran.seconds:.1f} s, {count / ran.seconds:,.0f} rows a second,"
        f" at most {ran.most_bytes / MIB:.0f} MiB; {ran.told};"
        f" processor seconds: command {ran.processor:.1f}, {', '.join(used)}"
    )


async def _ran(*arguments: str) -> Ran:
    begun = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "workers.cli", *arguments),
        env=os.environ | {"COLUMNS": "200"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    telling = asyncio.create_task(process.communicate())
    most, used = 0, 0.0
    while not telling.done():
        with contextlib.suppress(psutil.NoSuchProcess):
            most, used = max(most, resident_bytes(process.pid)), processor_seconds(process.pid)
        await asyncio.sleep(BETWEEN_LOOKS)
    told, _ = await telling
    return Ran(time.monotonic() - begun, used, most, told.decode().strip())


async def _seconds_to_copy(database: str, file: Path) -> float:
    async with opened_store(database) as store, store.pool.acquire() as connection:
        begun = time.monotonic()
        await connection.copy_to_table("case_file", source=file, columns=_COLUMNS, format="csv", header=True)
        return time.monotonic() - begun


def _rows(count: int, prefix: str = "R", moved: int | None = None) -> Iterator[tuple[str, ...]]:
    """Of every ``moved``-th the release is a week later."""
    for number in range(count):
        day = FIRST + timedelta(days=number % DAYS + (7 if moved and number % moved == 0 else 0))
        end = day + timedelta(days=1000)
        person = f"{prefix}P-{number:06}"
        yield f"{prefix}-{number:06}", person, "eu", "sentence", "confirmed", str(day), str(end)


def _write(file: Path, rows: Iterator[tuple[str, ...]]) -> None:
    with file.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(NEEDED)
        writer.writerows(rows)


if __name__ == "__main__":
    typer.run(main)
