"""What reconciliation can't settle by itself: kept for a person until somebody has, or it is gone."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from activities.postgres.pool import Pool, connected
from domain.reconciliation.differences import Difference

# An insert takes a number even where it then conflicts: only what is new is inserted.
_ENTER = """
with seen as (
    update reconciliation_entry set last_seen = clock_timestamp(), times_seen = times_seen + 1
     where case_ref = $1 and kind = $2 and about = $3 and gone_at is null
    returning settled_at
), entered as (
    insert into reconciliation_entry (case_ref, kind, about)
    select $1, $2, $3 where not exists (select from seen)
    on conflict (case_ref, kind, about) where gone_at is null
        do update set last_seen = clock_timestamp(), times_seen = reconciliation_entry.times_seen + 1
    returning settled_at
)
select settled_at is null from seen union all select settled_at is null from entered
"""
_ONE = "select * from reconciliation_entry where number = $1"
_LISTED = """
select * from reconciliation_entry
 where ($1::text is null or case_ref = $1) and ($2 or (settled_at is null and gone_at is null))
 order by number limit $3
"""
MOST_SHOWN = 1_000


class Entry(NamedTuple):
    number: int
    case_ref: str
    kind: str
    about: str
    first_seen: datetime
    last_seen: datetime
    times_seen: int
    gone_at: datetime | None
    settled_at: datetime | None
    settled_by: str | None
    settled_because: str | None

    @property
    def is_open(self) -> bool:
        return self.settled_at is None and self.gone_at is None


class PostgresEntries:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def enter(self, difference: Difference) -> bool:
        """One that was settled stays settled for as long as it is found without a break: false."""
        async with connected(self._pool) as connection:
            is_open: bool = await connection.fetchval(
                _ENTER, difference.case, difference.kind, difference.about
            )
        return is_open

    async def close_unseen(self, started: datetime) -> int:
        async with connected(self._pool) as connection:
            done: str = await connection.execute(
                """update reconciliation_entry set gone_at = clock_timestamp()
                    where gone_at is null and last_seen < $1""",
                started,
            )
        return int(done.split()[-1])

    async def listed(self, case: str | None, *, everything: bool) -> Sequence[Entry]:
        """In the order in which they were first seen; those that are settled or gone only where everything is."""
        async with connected(self._pool) as connection:
            rows = await connection.fetch(_LISTED, case, everything, MOST_SHOWN)
        return [Entry(*row) for row in rows]

    async def entry(self, number: int) -> Entry | None:
        async with connected(self._pool) as connection:
            row = await connection.fetchrow(_ONE, number)
        return Entry(*row) if row else None

    async def settle(self, number: int, by: str, because: str) -> bool:
        """False where it isn't open."""
        async with connected(self._pool) as connection:
            done: str = await connection.execute(
                """update reconciliation_entry
                      set settled_at = clock_timestamp(), settled_by = $2, settled_because = $3
                    where number = $1 and settled_at is null and gone_at is null""",
                number,
                by,
                because,
            )
        return done == "UPDATE 1"
