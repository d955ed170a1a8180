"""Long work of one process in stretches, between which everybody else gets a turn."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TypeVar

AT_A_STRETCH = 50
T = TypeVar("T")


async def stretches(items: Sequence[T], most: int = AT_A_STRETCH) -> AsyncIterator[Sequence[T]]:
    """A request may bring thousands of events; who asks only whether we are there shouldn't wait for all of them."""
    for start in range(0, len(items), most):
        if start:
            await asyncio.sleep(0)
        yield items[start : start + most]
