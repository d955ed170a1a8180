"""An issuer's address that publishes keys; it fails, hangs, redirects and goes away as it is told."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Literal

from tests.integration.local_server import LocalServer, running

Mood = Literal["well", "failing", "hanging", "redirecting", "talking nonsense", "endless"]


class Publisher(LocalServer):
    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content
        self.mood: Mood = "well"
        self.asked = 0

    @property
    def url(self) -> str:
        return f"{self.address}/keys"

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        if self.mood == "hanging":
            await asyncio.Event().wait()
        writer.write(self._answer())
        await writer.drain()

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


def publishing(content: bytes) -> AbstractAsyncContextManager[Publisher]:
    return running(Publisher(content))
