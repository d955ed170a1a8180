"""A connection to the gateway on which any bytes may be sent, and the answers to them."""

import asyncio
import json
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import h11

from tests.fuzz.spoiling import Request
from workers.dev.endpoints import Endpoints

ANSWERS_WITHIN = 60.0
AT_ONCE = 65_536


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


class Caller:
    """Keeps its connection as long as the gateway does."""

    def __init__(self, at: Endpoints) -> None:
        self._at = urlsplit(at.gateway)
        self._token = at.token
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def post(self, request: Request) -> Answer:
        """Raises ``h11.RemoteProtocolError`` where there is none."""
        async with asyncio.timeout(ANSWERS_WITHIN):
            return await self._post(request)

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            await self._writer.wait_closed()
            self._writer = None

    async def _post(self, request: Request) -> Answer:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._at.hostname, self._at.port)
        assert self._reader is not None
        self._writer.write(self._written(request))
        answer = await _read(self._reader)
        if answer.headers.get("connection") == "close":
            await self.close()
        return answer

    def _written(self, request: Request) -> bytes:
        ours = [
            (b"host", b"gateway"),
            (b"authorization", f"Bearer {self._token}".encode()),
            (b"content-length", str(len(request.body)).encode()),
        ]
        head = b"".join(name + b": " + value + b"\r\n" for name, value in (*ours, *request.headers))
        return b"POST /events HTTP/1.1\r\n" + head + b"\r\n" + request.body


async def _read(reader: asyncio.StreamReader) -> Answer:
    """One answer; nothing of the next is there before we have asked."""
    http = h11.Connection(h11.CLIENT)
    http.send(h11.Request(method="POST", target="/", headers=[("host", "gateway"), ("content-length", "0")]))
    http.send(h11.EndOfMessage())
    status, headers, body = 0, dict[str, str](), b""
    while True:
        match http.next_event():
            case h11.NEED_DATA:
                http.receive_data(await reader.read(AT_ONCE))
            case h11.Response() as head:
                status = head.status_code
                headers = {name.decode(): value.decode() for name, value in head.headers}
            case h11.Data() as some:
                body += some.data
            case h11.EndOfMessage():
                return Answer(status, headers, body)
