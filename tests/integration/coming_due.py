"""A register of many rows of which some come due on one day, and what becomes of them."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from activities.postgres.inbox import PostgresInbox
from activities.postgres.pool import Pool
from domain.inbox import InboundFact
from tests.integration.inbound import inbound, release
from workers.wiring import policy_of

AT_A_TIME = 500
BETWEEN_LOOKS = 0.02
FAR = "2090-01-01"
LEAD = timedelta(days=150)
OTHER = "other"
"""A case that is open already, and hears something meanwhile."""


class Opened(NamedTuple):
    marked: int
    """Cases that the register has as opened."""
    begun: int
    """Those whose ledger has begun."""

    @property
    def under_way(self) -> int:
        return self.marked - self.begun


class Coming:
    """Rows of which those that are due wait for a day that ``come`` makes today."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._inbox = PostgresInbox(pool, policy_of)

    async def tell(self, *facts: InboundFact) -> None:
        await self._inbox.accept(facts, datetime.now(UTC))

    async def fill(self, rows: int, due: int) -> None:
        await self.tell(release(OTHER, person="P-other", release_date=_day(LEAD), supervision_end=None))
        page: list[InboundFact] = []
        for fact in _announced(rows, due):
            page.append(fact)
            if len(page) == AT_A_TIME:
                await self.tell(*page)
                page = []
        if page:
            await self.tell(*page)

    async def come(self) -> None:
        """As midnight does."""
        await self._pool.execute(
            "update case_file set opens_on = current_date where case_ref like 'due-%' and opens_on > current_date"
        )

    async def opened(self) -> Opened:
        row = await self._pool.fetchrow(
            """select count(*) filter (where opened_at is not null) as marked, count(phase) as begun
                 from case_file where case_ref like 'due-%'"""
        )
        assert row is not None
        return Opened(row["marked"], row["begun"])

    async def opened_more_than_once(self) -> int:
        count: int = await self._pool.fetchval(
            """select count(*) from (select from ledger where type = 'throughcare.case.opened.v1'
                                      group by case_ref having count(*) > 1) twice"""
        )
        return count

    async def is_heard(self, case: str, number: int) -> bool:
        last = await self._pool.fetchval(
            "select (state->>'last_fact')::int from stream where stream = $1", f"case/{case}"
        )
        return last is not None and last >= number

    async def seconds_to_be_heard(self, number: int) -> float:
        """From the receipt of a fact for the other case, its ``number``-th, until the ledger has it."""
        begun = time.monotonic()
        await self.tell(inbound("custody.transferred", OTHER, establishment=f"house-{number}"))
        while not await self.is_heard(OTHER, number):  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(BETWEEN_LOOKS)
        return time.monotonic() - begun


def _announced(rows: int, due: int) -> Iterator[InboundFact]:
    # A lead time and some days from now: none of them opens before it is told to.
    soon = _day(timedelta(days=200))
    for number in range(rows):
        is_due = number < due
        case = f"due-{number:06}" if is_due else f"far-{number:06}"
        day = soon if is_due else FAR
        yield release(case, person=f"P-{case}", release_date=day, supervision_end=None)


def _day(ahead: timedelta) -> str:
    return (datetime.now(UTC) + ahead).date().isoformat()
