"""Between a client and PostgreSQL: passes everything on, but for the end of a connection that the server has ended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from tests.integration.listening import LOOPBACK

AT_ONCE = 65_536


@asynccontextmanager
async def ends_kept_back(dsn: str) -> AsyncIterator[str]:
    """Yields how the database is reached through it."""
    server = urlsplit(dsn)
    busy: set[asyncio.Task[None]] = set()
    writers: list[asyncio.StreamWriter] = []

    async def serve(client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection(server.hostname, server.port)
        writers.extend((to_client, to_server))
        for source, target in ((client, to_server), (from_server, to_client)):
            busy.add(asyncio.create_task(_pass_on(source, target)))

    listener = await asyncio.start_server(serve, LOOPBACK, 0)
    port = listener.sockets[0].getsockname()[1]
    yield server._replace(netloc=server.netloc.replace(f":{server.port}", f":{port}")).geturl()
    listener.close()
    for task in busy:
        task.cancel()
    for writer in writers:
        writer.transport.abort()
    await asyncio.wait(busy)


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while some := await source.read(AT_ONCE):
        target.write(some)
        await target.drain()
