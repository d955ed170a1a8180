"""A gateway in a rush: whoever finds no room comes again, nothing is lost, and nobody waits for the slow."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial

import httpx
import pytest
import pytest_asyncio

from activities.bounds import Bounds
from activities.inbox import Accepted, FactsAfter, FactsRead, Inbound
from tests.integration.behind_the_gateway import NOW, TOKEN, Intake, OneCase, opened_intake
from tests.integration.listening import LOOPBACK, listening
from tests.unit.examples import cloud_event
from workers.dev.postgres import EmbeddedPostgres
from workers.gateway import connection
from workers.gateway.app import build
from workers.gateway.cloud_events import BATCH, MOST_BYTES, STRUCTURED
from workers.gateway.group_commit import GroupCommit
from workers.gateway.room import Room

PLACES, CLIENTS, SOON, WITHIN = 4, 24, 0.3, 30
FAR_TOO_MUCH = 16_000_000
"""What the system itself keeps of a connection is far less."""
HEAD = f"POST /events HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: {BATCH}\r\n"


class HeldInbox:
    """Stores nothing until it is let go, as one whose database is slow."""

    def __init__(self, inbox: GroupCommit) -> None:
        self._inbox = inbox
        self.let_go = asyncio.Event()
        self.waiting = 0

    async def accept(self, told: Sequence[Inbound], received_at: datetime, bounds: Bounds = None) -> Accepted:
        self.waiting += 1
        await self.let_go.wait()
        return await self._inbox.accept(told, received_at, bounds)

    async def read(self, asked: FactsAfter) -> FactsRead:
        return await self._inbox.read(asked)


@pytest_asyncio.fixture(scope="module")
async def intake(postgres: EmbeddedPostgres) -> AsyncIterator[Intake]:
    async with opened_intake(postgres) as opened:
        yield opened


@pytest.fixture
async def inbox(intake: Intake) -> HeldInbox:
    await intake.empty()
    return HeldInbox(GroupCommit(intake.inbox))


@asynccontextmanager
async def gateway(intake: Intake, inbox: HeldInbox, room: Room) -> AsyncIterator[httpx.AsyncClient]:
    app = build(inbox, OneCase(), intake.directory, lambda: NOW, TOKEN, room=room)
    bearer = {"Authorization": f"Bearer {TOKEN}", "Content-Type": STRUCTURED}
    limits = httpx.Limits(max_connections=2 * CLIENTS)
    async with (
        listening(app) as at,
        httpx.AsyncClient(base_url=at.gateway, headers=bearer, limits=limits, trust_env=False) as client,
    ):
        yield client


async def post(client: httpx.AsyncClient, event_id: str) -> httpx.Response:
    return await client.post("/events", content=json.dumps(cloud_event("supervision.contact", id=event_id)))


async def until(ask: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(WITHIN):
        while True:
            if await ask():
                return
            await asyncio.sleep(0.01)


@asynccontextmanager
async def sending(
    client: httpx.AsyncClient, begun: bytes
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection on which so much has been sent, and no more."""
    reader, writer = await asyncio.open_connection(LOOPBACK, client.base_url.port)
    writer.write(begun)
    await writer.drain()
    yield reader, writer
    writer.close()


async def test_whoever_finds_no_place_is_told_so_and_gets_through_when_they_come_again(
    intake: Intake, inbox: HeldInbox
) -> None:
    async with gateway(intake, inbox, Room(most_requests=PLACES)) as client, asyncio.TaskGroup() as group:
        first = [group.create_task(post(client, f"first-{n}")) for n in range(PLACES)]
        await until(lambda: _is(inbox.waiting == PLACES))
        refused = await asyncio.gather(*(post(client, f"later-{n}") for n in range(CLIENTS)))
        assert {answer.status_code for answer in refused} == {503}
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
        assert {answer.headers["content-type"] for answer in refused} == {"application/problem+json"}
        assert inbox.waiting == PLACES
        # Those who only look, or watch over us, need no place.
        assert (await client.get("/health/ready")).status_code == 200
        assert (await client.get("/cases/C-1")).status_code == 200
        inbox.let_go.set()
        assert [(await each).status_code for each in first] == [202] * PLACES
        await asyncio.gather(*(until(partial(_stores, client, f"later-{n}")) for n in range(CLIENTS)))
    stored = [row.id for row in await intake.stored()]
    told = [f"first-{n}" for n in range(PLACES)] + [f"later-{n}" for n in range(CLIENTS)]
    assert sorted(stored) == sorted(told)


async def _is(so: bool) -> bool:
    return so


async def _stores(client: httpx.AsyncClient, event_id: str) -> bool:
    return (await post(client, event_id)).status_code == 202


async def test_what_is_held_is_bounded_in_bytes_and_given_back(intake: Intake, inbox: HeldInbox) -> None:
    inbox.let_go.set()
    begun = HEAD.encode() + b"Content-Length: 200000\r\n\r\n" + b" " * 60_000
    async with gateway(intake, inbox, Room(most_bytes=130_000)) as client:
        async with AsyncExitStack() as stack:
            for _ in range(2):
                await stack.enter_async_context(sending(client, begun))
            await _answers(client, 503, b" " * 40_000)
            assert (await client.get("/health/live")).status_code == 200
        # Both have cut their connection.
        await _answers(client, 422, b" " * 40_000)


async def _answers(client: httpx.AsyncClient, status: int, padding: bytes) -> None:
    """Within a while: what others have sent may still be on its way. An event without its data, and so refused."""
    content = padding + json.dumps(cloud_event("supervision.contact", data={})).encode()
    assert len(content) < MOST_BYTES

    async def is_answered() -> bool:
        return (await client.post("/events", content=content)).status_code == status

    await until(is_answered)


async def test_many_who_send_slowly_keep_nobody_out_and_are_sent_away(
    intake: Intake, inbox: HeldInbox
) -> None:
    inbox.let_go.set()
    begun = HEAD.encode() + b"Content-Length: 1000\r\n\r\n["
    room = Room(most_requests=PLACES, content_within=SOON)
    async with gateway(intake, inbox, room) as client, AsyncExitStack() as stack:
        slow = [await stack.enter_async_context(sending(client, begun)) for _ in range(CLIENTS)]
        for n in range(CLIENTS):
            assert (await post(client, f"event-{n}")).status_code == 202
        for reader, _ in slow:
            answer = await asyncio.wait_for(reader.read(), WITHIN)
            assert answer.startswith(b"HTTP/1.1 408 ")
            assert b'"field":"body"' in answer
    assert len(await intake.stored()) == CLIENTS


@pytest.mark.parametrize(
    "head", [b"", b"GET /health/live HT", b"GET /health/live HTTP/1.1\r\nHost: gateway\r\n\r\nGET /he"]
)
async def test_a_connection_that_never_asks_for_anything_is_closed(
    intake: Intake, inbox: HeldInbox, monkeypatch: pytest.MonkeyPatch, head: bytes
) -> None:
    monkeypatch.setattr(connection, "HEAD_WITHIN", SOON)
    async with gateway(intake, inbox, Room()) as client, sending(client, head) as (reader, _):
        await asyncio.wait_for(reader.read(), WITHIN)


@pytest.mark.parametrize("line", [b"x" * 1000, b"X-Filler: y\r\n" * 80], ids=["one line", "many lines"])
async def test_a_head_without_end_is_not_kept(intake: Intake, inbox: HeldInbox, line: bytes) -> None:
    async with gateway(intake, inbox, Room()) as client:
        async with sending(client, b"GET /health/live HTTP/1.1\r\nX-Long: ") as (_, writer):
            sent = await _sent_before_it_is_closed(writer, line)
        assert sent < FAR_TOO_MUCH
        assert (await client.get("/health/live")).status_code == 200


async def _sent_before_it_is_closed(writer: asyncio.StreamWriter, line: bytes) -> int:
    sent = 0
    with contextlib.suppress(ConnectionError):
        while sent < FAR_TOO_MUCH:
            writer.write(line)
            await writer.drain()
            sent += len(line)
    return sent


async def _holds_something(intake: Intake) -> bool:
    return bool(await intake.stored())


async def test_who_cuts_the_connection_stores_nothing_by_halves(intake: Intake, inbox: HeldInbox) -> None:
    inbox.let_go.set()
    content = json.dumps([cloud_event("supervision.contact", id=f"e-{n}") for n in range(50)]).encode()
    head = HEAD.encode() + f"Content-Length: {len(content)}\r\n\r\n".encode()
    async with gateway(intake, inbox, Room()) as client:
        async with sending(client, head + content[: len(content) // 2]):
            pass
        async with sending(client, head + content):
            await until(lambda: _holds_something(intake))
        again = await client.post("/events", content=content, headers={"Content-Type": BATCH})
        assert again.json() == {"accepted": 0, "duplicates": 50}
    assert len(await intake.stored()) == 50
