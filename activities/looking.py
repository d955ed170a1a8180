"""How an activity goes on looking for what is to be sent: every second, as long as its worker runs."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from time import monotonic

from pydantic import BaseModel
from temporalio import activity

LASTS = timedelta(hours=1)
"""After which it ends, and the next one begins: one closed workflow an hour, and not one for each look."""
SECONDS_BETWEEN_LOOKS = 1.0
"""One question to an index: it costs less than being told by PostgreSQL, whose NOTIFY all commits queue for."""
SECONDS_BETWEEN_SIGNS = 5.0

Look = Callable[[], Awaitable[bool]]
"""Returns whether it got through: whatever was in the way isn't any more."""
SoFar = Callable[[], BaseModel]
"""What has come of it so far: each sign of life bears it, for operators to read while the activity runs."""


async def keep_looking(look: Look, so_far: SoFar) -> None:
    """Until its time is over or its worker stops, with signs of life; raises what a look raises.

    An attempt that follows a failed one ends as soon as it gets through: operators see the trouble as long as it lasts
    and no longer, and the next trouble is met with short pauses again.
    """
    ends = monotonic() + LASTS.total_seconds()
    living = asyncio.create_task(_live(so_far))
    try:
        while not activity.is_worker_shutdown() and monotonic() < ends:
            if await look() and activity.info().attempt > 1:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(activity.wait_for_worker_shutdown(), SECONDS_BETWEEN_LOOKS)
    finally:
        living.cancel()


async def _live(so_far: SoFar) -> None:
    while True:
        activity.heartbeat(so_far())
        await asyncio.sleep(SECONDS_BETWEEN_SIGNS)
