"""Lets everybody through while what lies behind answers, and one at a time, ever more seldom, while it doesn't."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 10.0
"""Seconds between two attempts; doubled each time."""
MOST_FAILING = 3
"""So many cases have to fail with none getting through between them: a single one never closes it for the others."""


def next_pause(before: float) -> float:
    return min(max(2 * before, SHORTEST_PAUSE), LONGEST_PAUSE)


class Turnstile:
    def __init__(self) -> None:
        self._failing: set[str] = set()
        self._pause = 0.0
        self._probing = asyncio.Lock()

    @property
    def closed(self) -> bool:
        return len(self._failing) >= MOST_FAILING

    def passed(self) -> None:
        self._failing.clear()
        self._pause = 0.0

    def failed(self, case: str) -> None:
        self._failing.add(case)
        if self.closed:
            self._pause = next_pause(self._pause)

    @asynccontextmanager
    async def passage(self) -> AsyncIterator[None]:
        """Enter it with an attempt, and say within it how that went."""
        while self.closed:
            async with self._probing:
                if self.closed:
                    await asyncio.sleep(self._pause)
                    yield
                    return
        yield
