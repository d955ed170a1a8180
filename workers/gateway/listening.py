"""Listening for requests, and an orderly end."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from fastapi import FastAPI

from workers.gateway.connection import Connection

FINISHES_WITHIN_SECONDS = 10
MOST_CONNECTIONS = 512
"""Beyond these uvicorn itself says 503: each may hold 64 KiB that nobody has asked for yet, and most machines let a
process have 1,024 files open."""

_log = structlog.get_logger()


class _Server(uvicorn.Server):
    """uvicorn would raise the signal again after it has stopped, before our pool is closed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(signum, self._stop)
        try:
            yield
        finally:
            for signum in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(signum)

    def _stop(self) -> None:
        self.should_exit = True


async def listen(app: FastAPI, host: str, port: int) -> None:
    """Serves until SIGINT or SIGTERM; requests under way are finished first."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,  # a path names a case
        http=Connection,
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=FINISHES_WITHIN_SECONDS,
    )
    _log.info("gateway listens", host=host, port=port)
    await _Server(config).serve()
    _log.info("gateway stopped")
