"""Events taken in by the gateway, side by side with a bare insert of the same bytes from as many clients.

``python -m tests.benchmarks.accepting``
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Annotated, NamedTuple

import asyncpg
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from activities.postgres.exercise import settle_clock
from activities.postgres.migrate import migrate
from tests.benchmarks.http_client import HttpClient
from workers.dev.child import Child, Command
from workers.dev.journal import Journal
from workers.dev.ports import LOOPBACK, free_ports
from workers.dev.postgres import EmbeddedPostgres, postgres_for_tests
from workers.dev.readiness import http_answers
from workers.gateway.cloud_events import BATCH, STRUCTURED

CLIENTS, CASES, BATCH_OF, ROUNDS = 8, 500, 50, 3
SHARE_OF_BARE = 0.5
LONGEST_ROUND = 4
"""Seconds: uvicorn closes connections that ask for nothing for longer than five."""
TOKEN = "of-this-benchmark-alone"
_BARE = "create table bare (id bigint generated always as identity primary key, event text not null)"
console = Console(soft_wrap=True)
_numbers = count(1)
Send = Callable[[list[str]], Awaitable[None]]
"""One request, or one statement, with these events."""


class Pace(NamedTuple):
    events_per_second: float
    median: float
    """Milliseconds until the answer."""
    nearly_all: float
    """Milliseconds within which 99 of 100 are answered."""


def main(
    seconds: Annotated[float, typer.Option(min=0.1, max=LONGEST_ROUND, help="Of each round.")] = 2,
) -> None:
    """Posts single events and batches of 50 from eight clients, and inserts the same bytes bare.

    Gateway and PostgreSQL run alone, in a folder that is removed at the end;
    every answer of either means that a commit was flushed. The two take turns, so
    that both have the same share of a machine that is busy.
    """
    console.print(asyncio.run(measured(seconds)))


async def measured(seconds: float = 2) -> Table:
    load = os.getloadavg()[0]
    title = f"Events taken in from {CLIENTS} clients, side by side with an insert of the same bytes (load {load:.1f})"
    table = Table(title=title, box=box.SIMPLE_HEAD)
    table.add_column("", no_wrap=True)
    for name in ("bare insert", "gateway"):
        table.add_column(name, justify="right")
    table.add_column("aim", no_wrap=True)
    async with AsyncExitStack() as stack:
        postgres, port = await stack.enter_async_context(_gateway())
        inserting = [await stack.enter_async_context(_inserting(postgres)) for _ in range(CLIENTS)]
        posting = [await stack.enter_async_context(_posting(port)) for _ in range(CLIENTS)]
        for each in (1, BATCH_OF):
            for row in _rows(each, *await _side_by_side(inserting, posting, each, seconds)):
                table.add_row(*row)
    return table


def _rows(each: int, bare: Pace, ours: Pace) -> Iterator[tuple[str, str, str, str]]:
    what = "single events" if each == 1 else f"batches of {each}"
    share = ours.events_per_second / bare.events_per_second
    yield f"{what}, per second", f"{bare.events_per_second:,.0f}", f"{ours.events_per_second:,.0f}", ""
    yield "  as a share of the bare insert's", "1.00", f"{share:.2f}", f"≥ {SHARE_OF_BARE}"
    yield "  median of the answers, ms", f"{bare.median:.1f}", f"{ours.median:.1f}", ""
    yield "  99 of 100 within, ms", f"{bare.nearly_all:.1f}", f"{ours.nearly_all:.1f}", ""


async def _side_by_side(
    inserting: list[Send], posting: list[Send], each: int, seconds: float
) -> tuple[Pace, Pace]:
    bare: list[float] = []
    ours: list[float] = []
    for _ in range(ROUNDS):
        bare += await _round(inserting, each, seconds)
        ours += await _round(posting, each, seconds)
    return _pace(bare, each, seconds), _pace(ours, each, seconds)


async def _round(clients: list[Send], each: int, seconds: float) -> list[float]:
    """How long each request took that was answered in time."""
    end = time.perf_counter() + seconds

    async def send(client: Send) -> list[float]:
        took: list[float] = []
        while True:
            events = [_event() for _ in range(each)]
            begun = time.perf_counter()
            await client(events)
            answered = time.perf_counter()
            if answered > end:
                return took
            took.append(answered - begun)

    return [one for of_client in await asyncio.gather(*map(send, clients)) for one in of_client]


def _pace(took: list[float], each: int, seconds: float) -> Pace:
    percentiles = statistics.quantiles(took, n=100)
    return Pace(len(took) * each / (seconds * ROUNDS), 1e3 * percentiles[49], 1e3 * percentiles[98])


def _event() -> str:
    """A contact that was kept: what a case hears of most often."""
    number = next(_numbers)
    event = {
        "specversion": "1.0",
        "id": f"event-{number}",
        "source": "/benchmarks/probation",
        "type": "throughcare.supervision.contact.v1",
        "subject": f"C-{number % CASES}",
        "time": "2026-09-01T08:00:00Z",
        "data": {"kept": True, "by": "probation:eu", "condition": "c1"},
    }
    return json.dumps(event)


@asynccontextmanager
async def _inserting(postgres: EmbeddedPostgres) -> AsyncIterator[Send]:
    connection = await asyncpg.connect(postgres.owner_dsn)

    async def send(events: list[str]) -> None:
        if len(events) == 1:
            await connection.execute("insert into bare (event) values ($1)", events[0])
        else:
            await connection.execute("insert into bare (event) select unnest($1::text[])", events)

    yield send
    await connection.close()


@asynccontextmanager
async def _posting(port: int) -> AsyncIterator[Send]:
    async with HttpClient(LOOPBACK, port, TOKEN) as client:

        async def send(events: list[str]) -> None:
            if len(events) == 1:
                status = await client.post("/events", STRUCTURED, events[0].encode())
            else:
                status = await client.post("/events", BATCH, f"[{','.join(events)}]".encode())
            assert status == 202, status

        yield send


@asynccontextmanager
async def _gateway() -> AsyncIterator[tuple[EmbeddedPostgres, int]]:
    """The gateway and its PostgreSQL alone, and on which port it listens."""
    [port] = free_ports(1)
    with tempfile.TemporaryDirectory(prefix="throughcare-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        async with postgres_for_tests(folder, durable=True) as postgres:
            await migrate(postgres.owner_dsn)
            await settle_clock(postgres.owner_dsn, None, datetime.now(UTC))
            owner = await asyncpg.connect(postgres.owner_dsn)
            await owner.execute(_BARE)
            await owner.close()
            own = folder / "gateway"
            own.mkdir()
            environment = os.environ | {
                "THROUGHCARE_DATABASE": postgres.app_dsn,
                "THROUGHCARE_TOKEN": TOKEN,
                "THROUGHCARE_PORT": str(port),
            }
            argv = (sys.executable, "-P", "-m", "workers.cli", "gateway")
            gateway = Child(Command("gateway", argv, environment), own, Journal(own))
            await gateway.start()
            try:
                await http_answers("the gateway", f"http://{LOOPBACK}:{port}/health/ready")
                yield postgres, port
            finally:
                await gateway.stop()


if __name__ == "__main__":
    typer.run(main)
