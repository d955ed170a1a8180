"""An issuer's address that publishes keys; it fails, hangs, redirects and goes away as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from tests.integration.listening import LOOPBACK

Mood = Literal["well", "failing", "hanging", "redirecting", "talking nonsense", "endless"]


class Publisher:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.mood: Mood = "well"
        self.asked = 0
        self._server: asyncio.Server | None = None
        self._port = 0
        self._busy: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._port}/keys"

    async def start(self) -> None:
        """At the same address as before."""
        self._server = await asyncio.start_server(self._serve, LOOPBACK, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def go_away(self) -> None:
        if self._server is not None:
            self._server.close()
            for task in self._busy:
                task.cancel()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        try:
            await reader.readuntil(b"\r\n\r\n")
            self.asked += 1
            if self.mood == "hanging":
                await asyncio.Event().wait()
            writer.write(self._answer())
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._busy.discard(task)
            writer.close()

    def _answer(self) -> bytes:
        match self.mood:
            case "failing":
                head, content = "500 Internal Server Error", b""
            case "redirecting":
                head, content = f"302 Found\r\nLocation: {self.url}", b""
            case "talking nonsense":
                head, content = "200 OK", b"<html>keys</html>"
            case "endless":
                head, content = "200 OK", self.content.ljust(1024 * 1024)
            case _:
                head, content = "200 OK", self.content
        lengths = f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n"
        return f"HTTP/1.1 {head}\r\n{lengths}".encode() + content


@asynccontextmanager
async def publishing(content: bytes) -> AsyncIterator[Publisher]:
    publisher = Publisher(content)
    await publisher.start()
    yield publisher
    await publisher.go_away()
