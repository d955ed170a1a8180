"""A client of the gateway that cuts connections and forgets answers, and repeats itself until it has got a ``202``."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import httpx

from tests.faults.plan import Post, content
from workers.dev.endpoints import Endpoints
from workers.gateway.cloud_events import BATCH, BINARY, STRUCTURED

TURNED_AWAY = (429, 503)
BETWEEN_TRIES = 0.2
ANSWERS_WITHIN = 10.0
ACCEPTED_WITHIN = 300.0
"""Seconds in which every event has to be taken, whatever dies meanwhile."""
MOST_OF_A_SECOND = 0.05
Headers = dict[str, str]


@dataclass
class Posted:
    """What has come of the posts of all clients."""

    accepted: set[tuple[str, str]] = field(default_factory=set)
    """Source and id of each event that got a ``202``."""
    answered: int = 0
    """Posts."""
    seconds: list[float] = field(default_factory=list)
    """Each from the request to its ``202``."""
    counts: Counter[str] = field(default_factory=Counter)


class Request(NamedTuple):
    headers: Headers
    body: bytes


def request_of(post: Post) -> Request:
    match post.mode:
        case "batch":
            return Request(
                {"content-type": BATCH}, json.dumps([content(each) for each in post.events]).encode()
            )
        case "structured":
            return Request({"content-type": STRUCTURED}, json.dumps(content(post.events[0])).encode())
        case "binary":
            event = content(post.events[0])
            attributes = {f"ce-{name}": quote(str(value)) for name, value in event.items() if name != "data"}
            return Request({"content-type": BINARY, **attributes}, json.dumps(event["data"]).encode())


class Client:
    def __init__(self, at: Endpoints, http: httpx.AsyncClient, posted: Posted, random: Random) -> None:
        self._at = at
        self._http = http
        self._posted = posted
        self._random = random

    async def post_all(self, posts: Sequence[Post]) -> None:
        for post in posts:
            await asyncio.sleep(post.pause)
            request = request_of(post)
            if post.manner != "whole":
                await self._cut(request, unfinished=post.manner == "cut while sending")
            answer = await self._until_accepted(request)
            self._ensure_counted(post, answer)
            self._posted.accepted |= {event.key for event in post.events}
            self._posted.answered += 1

    async def _until_accepted(self, request: Request) -> dict[str, int]:
        async with asyncio.timeout(ACCEPTED_WITHIN):
            while True:
                begun = time.perf_counter()
                try:
                    answer = await self._http.post("/events", content=request.body, headers=request.headers)
                except httpx.TransportError as exc:
                    self._posted.counts[f"repeated after {type(exc).__name__}"] += 1
                    await asyncio.sleep(BETWEEN_TRIES)
                    continue
                if answer.status_code == httpx.codes.ACCEPTED:
                    self._posted.seconds.append(time.perf_counter() - begun)
                    return dict(answer.json())
                assert answer.status_code in TURNED_AWAY, f"{answer.status_code}: {answer.text}"
                self._posted.counts[f"repeated after {answer.status_code}"] += 1
                await asyncio.sleep(float(answer.headers["retry-after"]) * self._random.uniform(0.5, 1.5))

    def _ensure_counted(self, post: Post, answer: dict[str, int]) -> None:
        assert answer["accepted"] + answer["duplicates"] == len(post.events), (answer, post)
        self._posted.counts["duplicates"] += answer["duplicates"]

    async def _cut(self, request: Request, *, unfinished: bool) -> None:
        """Sends the request, or half of it, and goes away without having read an answer."""
        to = urlsplit(self._at.gateway)
        with suppress(OSError):
            _, writer = await asyncio.open_connection(to.hostname, to.port)
            raw = self._written(request)
            writer.write(raw[: len(raw) // 2] if unfinished else raw)
            await writer.drain()
            await asyncio.sleep(self._random.uniform(0, MOST_OF_A_SECOND))
            writer.transport.abort()
            self._posted.counts["cut connections"] += 1

    def _written(self, request: Request) -> bytes:
        lines = {
            "host": "gateway",
            "authorization": f"Bearer {self._at.token}",
            "content-length": str(len(request.body)),
            **request.headers,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"POST /events HTTP/1.1\r\n{head}\r\n".encode("ascii") + request.body


async def post_everything(
    at: Endpoints, clients: Sequence[Sequence[Post]], posted: Posted, seed: int
) -> None:
    """All clients side by side, until every event has been taken."""
    headers = {"authorization": f"Bearer {at.token}"}
    async with (
        httpx.AsyncClient(
            base_url=at.gateway, headers=headers, timeout=ANSWERS_WITHIN, trust_env=False
        ) as http,
        asyncio.TaskGroup() as group,
    ):
        for number, posts in enumerate(clients):
            client = Client(at, http, posted, Random(seed + number))
            group.create_task(client.post_all(posts))
