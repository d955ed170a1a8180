"""The relay: how soon a fact is in its case, and how fast a backlog drains.

``python -m tests.benchmarks.relay --cases 500 --facts 10``
"""

import asyncio
import os
import signal
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from temporalio.client import Client

from activities.opening import Delivery
from activities.postgres.pool import Pool
from domain.addresses import DELIVER, case_id
from tests.benchmarks.processes import resident_bytes
from tests.benchmarks.rig import pids
from workers.dev.endpoints import Endpoints
from workers.dev.stack import DevStack
from workers.settings import Settings
from workers.wiring import opened_store, temporal_client

MEDIA_TYPE = {"content-type": "application/cloudevents-batch+json"}
AT_ONCE = 50
PAUSE, BETWEEN_LOOKS = 0.2, 0.05
MIB = 1024 * 1024
CASE = "latency"
_WAITING = "select count(*) from inbox where delivered_at is null"
console = Console(soft_wrap=True)


def main(
    samples: Annotated[int, typer.Option(min=10, help="Facts, one after the other, for the latency.")] = 100,
    cases: Annotated[int, typer.Option(min=1, help="Cases that wait while the relay is away.")] = 500,
    facts: Annotated[int, typer.Option(min=1, help="Facts that wait for each of them.")] = 10,
) -> None:
    """Measures on a stack of its own, in a folder that is removed at the end."""
    asyncio.run(measured(samples, cases, facts))


async def measured(samples: int, cases: int, facts: int) -> None:
    with tempfile.TemporaryDirectory(prefix="throughcare-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        async with DevStack(folder, port=0) as at, gateway(at) as http:
            settings = Settings(database=at.database, temporal=at.temporal, token=at.token)
            async with opened_store(settings.database) as store:
                client = await temporal_client(settings, lazy=False)
                await _tell_latency(http, client, samples)
                await _tell_drain(http, store.pool, pids(folder), cases, facts)


def gateway(at: Endpoints) -> httpx.AsyncClient:
    headers = {"authorization": f"Bearer {at.token}"} | MEDIA_TYPE
    return httpx.AsyncClient(base_url=at.gateway, headers=headers, timeout=60)


async def _tell_latency(http: httpx.AsyncClient, client: Client, samples: int) -> None:
    await _post(http, [_release(CASE)])
    await asyncio.sleep(5)
    answered: dict[str, float] = {}
    for number in range(samples):
        await _post(http, [_contact(CASE, number)])
        answered[f"{CASE}-{number}"] = time.time()
        await asyncio.sleep(PAUSE)
    await asyncio.sleep(1)
    signalled = {event_id: at async for event_id, at in _signals(client)}
    late = sorted(1e3 * (signalled[event_id] - at) for event_id, at in answered.items())
    shares = statistics.quantiles(late, n=100)
    console.print(
        f"from 202 to the signal in the case, {samples} facts: median {shares[49]:.0f} ms,"
        f" 90% {shares[89]:.0f}, 99% {shares[98]:.0f}, longest {late[-1]:.0f}; {_load()}"
    )


async def _signals(client: Client) -> AsyncIterator[tuple[str, float]]:
    """By the engine's own clock, which is this machine's."""
    async for event in client.get_workflow_handle(case_id(CASE)).fetch_history_events():
        told = event.workflow_execution_signaled_event_attributes
        if told.signal_name == DELIVER:
            (delivery,) = await client.data_converter.decode(told.input.payloads, [Delivery])
            for fact in delivery.facts:
                yield fact.id, event.event_time.ToNanoseconds() / 1e9


async def _tell_drain(
    http: httpx.AsyncClient, pool: Pool, processes: dict[str, int], cases: int, facts: int
) -> None:
    relay = processes["relay"]
    for each in (relay, processes["worker"]):  # what the cases do with their facts is measured elsewhere
        os.kill(each, signal.SIGSTOP)
    names = [f"drain-{number}" for number in range(cases)]
    await _post(http, (_release(name) for name in names))
    await _post(http, (_contact(name, number) for number in range(facts - 1) for name in names))
    # As if they had been opened before: of new cases no more are opened at a time than workers take.
    await pool.execute("update case_file set phase = 'preparation' where phase is null")
    before = resident_bytes(relay)
    os.kill(relay, signal.SIGCONT)
    begun, most = time.monotonic(), before
    telling = asyncio.create_task(_told_meanwhile(http, pool))
    while await pool.fetchval(_WAITING):
        most = max(most, resident_bytes(relay))
        await asyncio.sleep(BETWEEN_LOOKS)
    seconds, fresh = time.monotonic() - begun, await telling
    os.kill(processes["worker"], signal.SIGCONT)
    console.print(
        f"a backlog of {cases} cases x {facts} facts: {seconds:.1f} s, {cases * facts / seconds:,.0f} facts a"
        f" second; the relay: {before / MIB:.0f} MiB before, at most {most / MIB:.0f}; a fact that came"
        f" meanwhile was delivered after {1e3 * fresh:.0f} ms; {_load()}"
    )


async def _told_meanwhile(http: httpx.AsyncClient, pool: Pool) -> float:
    await asyncio.sleep(10 * BETWEEN_LOOKS)
    await _post(http, [_contact(CASE, -1)])
    begun = time.monotonic()
    while await pool.fetchval(f"{_WAITING} and case_ref = $1", CASE):  # noqa: ASYNC110
        await asyncio.sleep(BETWEEN_LOOKS / 10)
    return time.monotonic() - begun


async def _post(http: httpx.AsyncClient, events: Iterable[dict[str, Any]]) -> None:
    told = list(events)
    for first in range(0, len(told), AT_ONCE):
        (await http.post("/events", json=told[first : first + AT_ONCE])).raise_for_status()


def _release(case: str) -> dict[str, Any]:
    data = {
        "person": f"P-{case}",
        "jurisdiction": "eu",
        "entry": "sentence",
        "kind": "confirmed",
        "release_date": (date.today() + timedelta(days=60)).isoformat(),  # noqa: DTZ011 - any day about then
        "supervision_end": None,
    }
    return _event("custody.release-date", case, "release", data)


def _contact(case: str, number: int) -> dict[str, Any]:
    return _event("supervision.contact", case, str(number), {"kept": True})


def _event(name: str, case: str, number: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"{case}-{number}",
        "source": "/bench",
        "type": f"throughcare.{name}.v1",
        "subject": case,
        "data": data,
    }


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


if __name__ == "__main__":
    typer.run(main)
