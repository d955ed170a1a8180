"""The stack at a terminal: until it is interrupted."""

import asyncio
import signal
from collections.abc import Callable

from workers.dev.endpoints import Endpoints
from workers.dev.stack import DevStack


async def run(stack: DevStack, on_ready: Callable[[Endpoints], None]) -> None:
    """The first interrupt stops the stack in order, a second one at once; also while it starts."""
    work = asyncio.create_task(_until_failure(stack, on_ready))
    interrupted = False

    def interrupt() -> None:
        nonlocal interrupted
        if interrupted:
            stack.kill_all()
        interrupted = True
        # Only once: a second cancel would break off the orderly stop and leave processes behind.
        if work.cancelling() == 0:
            work.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, interrupt)
    try:
        await work
    except asyncio.CancelledError:
        if not interrupted:
            raise


async def _until_failure(stack: DevStack, on_ready: Callable[[Endpoints], None]) -> None:
    async with stack as endpoints:
        on_ready(endpoints)
        await stack.failure()
