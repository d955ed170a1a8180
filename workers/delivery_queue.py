"""The cases that have something to be brought, each once, as one process knows of them."""

import asyncio
from collections.abc import Iterable

ENOUGH = 1000
"""Cases that were found waiting: more are left in the database until these are served."""
MOST_TOLD = 16
"""Cases that go first, because they have just received something. Where more have, it is a backlog like any other."""
TOLD_BEFORE_SWEPT = 4
"""So many of those that have just received something go before one that was found waiting: neither starves."""


class DeliveryQueue:
    def __init__(self) -> None:
        self._told: dict[str, None] = {}
        self._swept: dict[str, None] = {}
        self._serving: set[str] = set()
        self._again: set[str] = set()
        """Those that have received something while they were being served."""
        self._resting: dict[str, asyncio.TimerHandle] = {}
        self._turn = 0
        self._closed = False
        self._something = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    def tell(self, case: str) -> None:
        """It has just received something."""
        if case in self._serving:
            self._again.add(case)
        elif case not in self._resting and len(self._told) < MOST_TOLD:
            self._swept.pop(case, None)
            self._told[case] = None
            self._something.set()
        elif len(self._swept) < ENOUGH:
            self.sweep([case])

    def sweep(self, cases: Iterable[str]) -> None:
        """They were found waiting, for whatever reason."""
        for case in cases:
            if not (case in self._resting or case in self._serving or case in self._told):
                self._swept[case] = None
        if len(self._swept) >= ENOUGH // 2:
            self._room.clear()
        if self._swept:
            self._something.set()

    async def next(self) -> str | None:
        """None once it is closed."""
        while not (self._told or self._swept or self._closed):
            self._something.clear()
            await self._something.wait()
        if self._closed:
            return None
        self._turn += 1
        line = (
            self._told if self._told and (not self._swept or self._turn % TOLD_BEFORE_SWEPT) else self._swept
        )
        case = next(iter(line))
        del line[case]
        self._serving.add(case)
        if len(self._swept) < ENOUGH // 2:
            self._room.set()
        return case

    async def room(self) -> None:
        """Waits until what was found waiting is mostly served."""
        await self._room.wait()

    def served(self, case: str, *, more: bool) -> None:
        """``more``: whether it may have something waiting still."""
        self._serving.remove(case)
        if case in self._again:
            self._again.remove(case)
            self.tell(case)
        elif more:
            self.sweep([case])

    def rest(self, case: str, seconds: float) -> None:
        """It couldn't be served: until then nothing brings it back."""
        self._serving.remove(case)
        self._again.discard(case)
        self._resting[case] = asyncio.get_running_loop().call_later(seconds, self._rested, case)

    def close(self) -> None:
        self._closed = True
        self._something.set()
        for timer in self._resting.values():
            timer.cancel()

    def _rested(self, case: str) -> None:
        del self._resting[case]
        self.sweep([case])
