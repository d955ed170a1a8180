"""`throughcare dev` at the terminal, with everything it starts."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil
import pytest
from temporalio.client import Client

from tests.integration.killing import first_of_four
from tests.unit.examples import cloud_event
from workers.dev.credentials import Credentials
from workers.dev.endpoints import Endpoints
from workers.dev.errors import PortTaken
from workers.dev.files import open_log
from workers.dev.journal import has_ended
from workers.dev.ports import LOOPBACK, Ports
from workers.dev.postgres import EmbeddedPostgres
from workers.dev.readiness import http_answers, worker_polls
from workers.dev.stack import DevStack

DEV = (sys.executable, "-P", "-m", "workers.cli", "dev")
NAMES = ["postgres", "temporal", "worker", "relay", "gateway"]
STARTS_WITHIN = 60


@contextmanager
def started(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A stack that has said it is ready; whatever a test leaves of it is ended."""
    argv = (*DEV, "--data", str(folder), "--port", "0", *options)
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as stack:
        try:
            assert stack.stdout is not None
            line = stack.stdout.readline()
            assert line.startswith("ready"), f"the stack ended with {stack.wait()} before it was ready"
            yield stack
        finally:
            if stack.poll() is None:
                stack.send_signal(signal.SIGINT)
                stack.wait(STARTS_WITHIN)


def attempt(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    argv = (*DEV, "--data", str(folder), *options)
    return subprocess.run(argv, capture_output=True, text=True, timeout=STARTS_WITHIN, check=False)


def endpoints(folder: Path) -> Endpoints:
    return Endpoints.model_validate_json((folder / "dev.json").read_text())


def journal(folder: Path) -> dict[str, Any]:
    entries: dict[str, Any] = json.loads((folder / "processes.json").read_text())
    return entries


def processes(folder: Path) -> list[psutil.Process]:
    own = [psutil.Process(entry["pid"]) for entry in journal(folder).values()]
    return own + [child for process in own for child in process.children(recursive=True)]


def test_a_ready_stack_answers_refuses_a_second_start_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with started(tmp_path) as stack:
        at = endpoints(tmp_path)
        assert httpx.get(f"{at.gateway}/health/ready").status_code == 200
        assert httpx.get(at.ui).status_code == 200
        assert list(journal(tmp_path)) == NAMES
        running = processes(tmp_path)

        second = attempt(tmp_path)
        assert second.returncode == 1
        assert f"another stack (process {stack.pid}) runs on {tmp_path}" in second.stderr
        assert endpoints(tmp_path) == at
        assert all(process.is_running() for process in running)

        stack.send_signal(signal.SIGTERM)
        assert stack.wait(STARTS_WITHIN) == 0
    assert not (tmp_path / "dev.json").exists()
    assert journal(tmp_path) == {}
    assert all(has_ended(process) for process in running)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a stack that only answers."""
    folder = tmp_path_factory.mktemp("running") / "new" / "stack"
    with started(folder):
        yield folder


def test_nobody_else_reads_what_a_stack_keeps(running: Path, tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    log.touch(mode=0o644)
    open_log(log).close()
    kept = [running, log, *running.rglob("*")]
    assert running / "logs" / "gateway.log" in kept
    # PostgreSQL makes and removes files of its own meanwhile.
    assert [each for each in kept if each.exists() and each.stat().st_mode & 0o077] == []


def test_a_stack_lets_in_whom_it_has_issued_a_token_and_their_source_alone(running: Path) -> None:
    event = cloud_event("supervision.contact", source="/prisons/north")
    scopes = ("--source", "/prisons/north", "--events", "supervision.contact")
    issue = (*DEV[:-1], "token", "issue", "--subject", "north-prison", "--jurisdictions", "eu", *scopes)
    issued = subprocess.run((*issue, "--data", str(running)), capture_output=True, text=True, check=True)
    bearer = {"Authorization": f"Bearer {issued.stdout.strip()}"}
    bearer |= {"Content-Type": "application/cloudevents+json"}
    with httpx.Client(base_url=endpoints(running).gateway, headers=bearer, trust_env=False) as client:
        assert client.post("/events", json=event).status_code == 202
        assert client.post("/events", json=event | {"source": "/prisons/south"}).status_code == 403
        assert client.get("/cases").status_code == 403


async def test_a_start_after_sigkill_ends_the_orphans_and_finds_the_same_state_a_wrong_rate_touches_neither(
    tmp_path: Path,
) -> None:
    with started(tmp_path, "--days-per-second", "10") as stack:
        before = endpoints(tmp_path)
        client = await Client.connect(before.temporal)
        await client.start_workflow("Witness", id="witness", task_queue="nobody-polls-this")
        await _as_owner(tmp_path, before, "CREATE TABLE witness AS SELECT 1 AS seen")
        stack.kill()
        stack.wait()
        orphans = processes(tmp_path)
        assert len(orphans) >= len(NAMES)
        ensure_another_rate_is_refused(tmp_path)
        assert not any(has_ended(process) for process in orphans)

        with started(tmp_path):
            after = endpoints(tmp_path)
            assert all(has_ended(process) for process in orphans)
            assert after.token == before.token
            await _as_owner(tmp_path, after, "SELECT seen FROM witness")
            witness = (await Client.connect(after.temporal)).get_workflow_handle("witness")
            assert (await witness.describe()).task_queue == "nobody-polls-this"
    ensure_another_rate_is_refused(tmp_path)
    assert journal(tmp_path) == {}


def ensure_another_rate_is_refused(folder: Path) -> None:
    refused = attempt(folder, "--port", "0", "--days-per-second", "5")
    assert refused.returncode == 1
    assert "at days_per_second 10 and can't be started at days_per_second 5" in " ".join(
        refused.stderr.split()
    )


async def _as_owner(folder: Path, at: Endpoints, statement: str) -> None:
    port = int(at.database.rsplit(":", 1)[1].split("/")[0])
    postgres = EmbeddedPostgres(folder / "postgres", port, Credentials.kept_in(folder))
    connection = await asyncpg.connect(postgres.owner_dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@contextmanager
def taken(port: int) -> Iterator[None]:
    with socket.socket() as other:
        other.bind((LOOPBACK, port))
        other.listen()
        yield


@pytest.mark.parametrize(
    ("offset", "purpose"),
    [(0, "the gateway"), (1, "the Temporal Web UI"), (2, "Temporal"), (3, "PostgreSQL")],
)
def test_a_busy_port_is_named_with_what_it_was_for(offset: int, purpose: str) -> None:
    first = first_of_four()
    busy = f"port {first + offset}, for {purpose}, is in use"
    with taken(first + offset), pytest.raises(PortTaken, match=busy):
        Ports.chosen(first)


def test_a_busy_port_is_told_at_the_terminal_before_anything_starts(tmp_path: Path) -> None:
    first = first_of_four()
    with taken(first + 3):
        refused = attempt(tmp_path, "--port", str(first))
    assert refused.returncode == 1
    assert f"port {first + 3}, for PostgreSQL, is in use" in refused.stderr
    assert not (tmp_path / "postgres").exists()


def test_an_interrupted_start_leaves_nothing_behind(tmp_path: Path) -> None:
    with subprocess.Popen((*DEV, "--data", str(tmp_path), "--port", "0")) as stack:
        while not (tmp_path / "processes.json").exists() or "temporal" not in journal(tmp_path):
            assert stack.poll() is None
            time.sleep(0.01)
        running = processes(tmp_path)
        stack.send_signal(signal.SIGINT)
        assert stack.wait(STARTS_WITHIN) == 0
    assert all(has_ended(process) for process in running)
    assert journal(tmp_path) == {}


async def test_processes_that_die_are_started_again(tmp_path: Path) -> None:
    stack = DevStack(tmp_path, port=0)
    async with stack as at:
        first = {name: journal(tmp_path)[name]["pid"] for name in NAMES}
        for name in ("postgres", "temporal", "gateway"):
            stack.kill(name)
        await http_answers("the gateway", f"{at.gateway}/health/ready")
        await worker_polls(at.temporal, "default")
        again = {name for name in NAMES if journal(tmp_path)[name]["pid"] != first[name]}
        assert again >= {"postgres", "temporal", "gateway"}
