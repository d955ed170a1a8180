"""A gateway that listens, for tests of the commands that talk to one."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from tests.integration.behind_the_gateway import TOKEN
from workers.gateway.listening import listen
from workers.settings import CallerSettings

LOOPBACK = "127.0.0.1"


@asynccontextmanager
async def listening(app: FastAPI) -> AsyncIterator[CallerSettings]:
    """How to reach it; it is stopped afterwards as an operator would stop it."""
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    serving = asyncio.create_task(listen(app, LOOPBACK, port))
    await _accepts_connections(port)
    yield CallerSettings(gateway=f"http://{LOOPBACK}:{port}", token=TOKEN)
    signal.raise_signal(signal.SIGTERM)
    await serving


async def _accepts_connections(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection(LOOPBACK, port)
            except ConnectionError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return
