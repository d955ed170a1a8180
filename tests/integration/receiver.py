"""A system that is told of events, for tests, over HTTP: it fails, hangs, redirects and goes away as it is told."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, NamedTuple

from pydantic_core import from_json

from tests.integration.local_server import LocalServer, running

Mood = Literal["well", "hanging", "hanging up", "endless", "endless head"]


class Posted(NamedTuple):
    """A request, as it came over the wire."""

    headers: dict[str, str]
    body: str

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = from_json(self.body)
        return found

    @property
    def place(self) -> tuple[str, int]:
        return self.event["subject"], int(self.event["sequence"])


class Receiver(LocalServer):
    """What has come is in ``posted``, what was answered yes to in ``taken``."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[Posted] = []
        self.taken: list[Posted] = []
        self.mood: Mood = "well"
        self.head = "200 OK"
        """The status, and more headers where there are any."""
        self.refuses: Callable[[Posted], bool] = lambda _: False
        """What it answers ``refusal`` to."""
        self.refusal = "422 Unprocessable"
        self.delay = 0.0
        self.is_free = asyncio.Event()
        """Until it is, whoever has posted waits for the answer."""
        self.is_free.set()
        self.at_once = 0
        self.most_at_once = 0

    @property
    def url(self) -> str:
        return f"{self.address}/events"

    @property
    def places(self) -> list[tuple[str, int]]:
        return [each.place for each in self.taken]

    @property
    def ids(self) -> Counter[str]:
        return Counter(each.headers["webhook-id"] for each in self.taken)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (posted := await _read(reader)) is not None:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            try:
                await self._answer(posted, writer)
            finally:
                self.at_once -= 1

    async def _answer(self, posted: Posted, writer: asyncio.StreamWriter) -> None:
        self.posted.append(posted)
        await asyncio.sleep(self.delay)
        await self.is_free.wait()
        if self.mood == "hanging up":
            raise ConnectionResetError
        if self.mood == "hanging":
            await asyncio.Event().wait()
        head = self.refusal if self.refuses(posted) else self.head
        if head.startswith("2"):
            self.taken.append(posted)
        lengths = "Transfer-Encoding: chunked" if self.mood.startswith("endless") else "Content-Length: 2"
        writer.write(f"HTTP/1.1 {head}\r\n{lengths}\r\n".encode())
        while self.mood == "endless head":
            writer.write(b"X-More: " + b"x" * 10_000 + b"\r\n")
            await writer.drain()
        writer.write(b"\r\n")
        while self.mood == "endless":
            writer.write(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
            await writer.drain()
        writer.write(b"ok")
        await writer.drain()


async def _read(reader: asyncio.StreamReader) -> Posted | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    except asyncio.IncompleteReadError:
        return None
    lines = [line.split(": ", 1) for line in head.splitlines()[1:] if line]
    headers = {name.lower(): value for name, value in lines}
    return Posted(headers, (await reader.readexactly(int(headers["content-length"]))).decode())


def receiver() -> AbstractAsyncContextManager[Receiver]:
    return running(Receiver())
