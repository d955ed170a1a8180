"""One connection of a caller: the head of a request is bounded in bytes and in time, as its content is elsewhere."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_BYTES_OF_A_HEAD = 64 * 1024
HEAD_WITHIN = 10.0
"""Seconds from the opening of a connection until it has asked for something."""


class Connection(HttpToolsProtocol):
    """httptools would take a head without end, and uvicorn would wait for the rest of one for ever."""

    _is_in_content = False
    _bytes_of_head = 0
    _until: asyncio.TimerHandle | None = None
    """By when a head that was begun has to be there; None where its request is known, or none was begun."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_in_content:
            super().data_received(data)
            return
        if self._until is None:
            self._await_head()
        self._bytes_of_head += len(data)
        super().data_received(data)
        if self._until is not None and self._bytes_of_head > MOST_BYTES_OF_A_HEAD:
            self.transport.close()

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        self._is_in_content = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._is_in_content = False

    def _await_head(self) -> None:
        self._bytes_of_head = 0
        self._until = self.loop.call_later(HEAD_WITHIN, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._until is not None:
            self._until.cancel()
        self._until = None
