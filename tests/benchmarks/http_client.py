"""As little of an HTTP client as can be, so that a measurement isn't one of its client."""

import asyncio
from types import TracebackType
from typing import Self

_LENGTH = b"content-length:"


class HttpClient:
    """One connection, kept open, with one request at a time."""

    def __init__(self, host: str, port: int, token: str) -> None:
        self._host = host
        self._port = port
        self._head = f"Host: {host}\r\nAuthorization: Bearer {token}\r\n".encode()

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    async def post(self, path: str, media_type: str, content: bytes) -> int:
        """The status of the answer."""
        head = f"POST {path} HTTP/1.1\r\nContent-Type: {media_type}\r\nContent-Length: {len(content)}\r\n"
        self._writer.write(head.encode() + self._head + b"\r\n" + content)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        status, *headers = answer.lower().split(b"\r\n")
        length = next(header for header in headers if header.startswith(_LENGTH))
        await self._reader.readexactly(int(length.removeprefix(_LENGTH)))
        return int(status.split()[1])
