"""Waiting until nothing moves any more: all is delivered, all is recorded, and no event is added."""

import asyncio
import time
from collections.abc import Callable
from typing import NamedTuple

from activities.errors import StoreUnavailable
from activities.postgres.pool import Pool, connected

STANDS_STILL_AFTER = 180.0
"""Seconds without any change, though something is still to be done."""
QUIET_FOR = 5.0
BETWEEN_LOOKS = 1.0


class Backlog(NamedTuple):
    """Of the cases that are to be open."""

    undelivered: int
    unrecorded: int
    """Facts that are in the inbox of a case and not in its ledger."""
    ledger: int
    """Events in all ledgers."""

    @property
    def is_done(self) -> bool:
        return self.undelivered == self.unrecorded == 0


_TO_BE_OPEN = "select case_ref from case_file where opened_at is not null or opens_on <= current_date"
_BACKLOG = f"""
with due as ({_TO_BE_OPEN})
select (select count(*) from inbox join due using (case_ref) where delivered_at is null),
       (select count(*) from inbox join due using (case_ref))
       - (select count(distinct (case_ref, number)) from ledger
           where stream = 'case/' || case_ref and number is not null),
       (select count(*) from ledger)
"""
_MISSING = f"""
with due as ({_TO_BE_OPEN})
select case_ref, count(*), min(number), max(number), count(*) filter (where delivered_at is null)
  from inbox i join due using (case_ref)
 where not exists (select from ledger l where l.case_ref = i.case_ref and l.number = i.number
                                          and stream = 'case/' || l.case_ref)
 group by 1 order by 2 desc limit 20
"""


async def until_quiet(pool: Pool, tell: Callable[[str], None]) -> None:
    """Raises ``AssertionError`` with what is missing where nothing moves any more."""
    begun = changed = time.monotonic()
    before: Backlog | None = None
    while True:
        backlog = await _backlog(pool)
        now = time.monotonic()
        if backlog != before:
            changed, before = now, backlog
        if backlog is not None and backlog.is_done and now - changed >= QUIET_FOR:
            return
        if now - changed > STANDS_STILL_AFTER:
            raise AssertionError(
                f"nothing moves for {STANDS_STILL_AFTER:g} s: {backlog}\n{await _missing(pool)}"
            )
        if int(now - begun) % 10 == 0:
            tell(f"{now - begun:.0f} s after the last post: {backlog or 'PostgreSQL is away'}")
        await asyncio.sleep(BETWEEN_LOOKS)


async def _backlog(pool: Pool) -> Backlog | None:
    try:
        async with connected(pool) as connection:
            row = await connection.fetchrow(_BACKLOG)
            assert row is not None
            return Backlog(*row)
    except StoreUnavailable:
        return None


async def _missing(pool: Pool) -> str:
    async with connected(pool) as connection:
        rows = await connection.fetch(_MISSING)
    lines = [
        f"{case}: {count} facts not in the ledger, of the numbers {first} to {last}; {undelivered} undelivered"
        for case, count, first, last, undelivered in rows
    ]
    return "\n".join(lines)
