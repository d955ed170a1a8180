"""Many requests, one commit: to flush the log costs as much for one fact as for a hundred."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

import structlog

from activities.bounds import Bounds
from activities.errors import StoreUnavailable
from activities.inbox import Accepted, FactsAfter, FactsRead, Inbound
from activities.postgres.inbox import PostgresInbox, Telling

_log = structlog.get_logger()
MOST_TOGETHER = 500
"""Events of several requests in one transaction: so that nobody waits long for what others tell."""
PATIENCE = 0.002
"""Seconds, at most, for which a transaction waits for those who have just been answered and are about to tell more."""


class Waiting(NamedTuple):
    telling: Telling
    answer: asyncio.Future[Accepted]


class GroupCommit:
    """The inbox where many tell at once: what comes while a transaction is under way shares the next one.

    Requests are stored in the order in which they came, each as a whole and with an answer of its own: where they
    can't be stored together, each is stored by itself.
    """

    def __init__(self, inbox: PostgresInbox, patience: float = PATIENCE) -> None:
        self._inbox = inbox
        self._patience = patience
        self._waiting: deque[Waiting] = deque()
        self._storing: asyncio.Task[None] | None = None
        self._expected = 1
        """Requests that were stored together last: as many may come again."""
        self._all_there = asyncio.Event()

    async def accept(self, told: Sequence[Inbound], received_at: datetime, bounds: Bounds = None) -> Accepted:
        answer: asyncio.Future[Accepted] = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(await Telling.of(told, received_at, bounds), answer))
        if len(self._waiting) >= self._expected:
            self._all_there.set()
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_all())
        return await answer

    async def read(self, asked: FactsAfter) -> FactsRead:
        return await self._inbox.read(asked)

    async def _store_all(self) -> None:
        while self._waiting:
            await self._be_patient()
            group = self._next_group()
            self._expected = len(group)
            await self._store(group)

    async def _be_patient(self) -> None:
        """Without it the first to come again would have a transaction alone, and all others the next: twice as many."""
        self._all_there.clear()
        if len(self._waiting) < self._expected:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    await self._all_there.wait()

    def _next_group(self) -> list[Waiting]:
        """What is told of agencies is stored alone: it waits for the directory, and others needn't."""
        group = [self._waiting.popleft()]
        size = group[0].telling.events
        while self._waiting and not group[0].telling.news and not self._waiting[0].telling.news:
            size += self._waiting[0].telling.events
            if size > MOST_TOGETHER:
                break
            group.append(self._waiting.popleft())
        return group

    async def _store(self, group: Sequence[Waiting]) -> None:
        storing = asyncio.ensure_future(self._inbox.accept_together([each.telling for each in group]))
        await asyncio.wait([storing])
        error = storing.exception()
        if error is None:
            _tell(storing.result())
            for each, accepted in zip(group, storing.result(), strict=True):
                if not each.answer.done():  # whoever asked may have gone
                    each.answer.set_result(accepted)
        elif len(group) == 1 or isinstance(error, StoreUnavailable):
            for each in group:
                if not each.answer.done():
                    each.answer.set_exception(error)
        else:
            for each in group:
                await self._store([each])


def _tell(stored: Sequence[Accepted]) -> None:
    """Once for all of them: a line of log for each costs as much as to store it."""
    accepted, duplicates = sum(each.accepted for each in stored), sum(each.duplicates for each in stored)
    _log.info("events accepted", requests=len(stored), accepted=accepted, duplicates=duplicates)
