"""What hasn't gone out, for operators: listed over all cases, and tried again."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from activities.postgres.pool import Pool, connected

MOST_SHOWN = 500
"""Notices that are listed at once."""


class Which(NamedTuple):
    """Of the notices; what is None doesn't filter."""

    case: str | None = None
    member: str | None = None
    reason: str | None = None


class Undelivered(NamedTuple):
    case: str
    position: int
    member: str
    kind: str
    subject: str
    stored_at: datetime
    next_attempt: datetime
    undeliverable: str | None
    """Why; None where it is still to go out."""
    reply: str | None


async def undelivered(pool: Pool, which: Which, *, waiting: bool) -> Sequence[Undelivered]:
    """Those that are given up; ``waiting``: those that are still to go out."""
    async with connected(pool) as connection:
        rows = await connection.fetch(
            f"""select case_ref, position, member, kind, subject, stored_at, next_attempt, undeliverable, reply
                  from notice where {_SELECTED} and sent_at is null and (undeliverable is null) = $4
                 order by stored_at desc limit $5""",
            *which,
            waiting,
            MOST_SHOWN,
        )
    return [Undelivered(*row) for row in rows]


async def retry(pool: Pool, which: Which) -> int:
    """Has those that are given up tried again, as if for the first time; returns how many they are."""
    async with connected(pool) as connection:
        done: str = await connection.execute(
            f"""update notice set undeliverable = null, reply = null, refusals = 0, next_attempt = clock_timestamp()
                 where {_SELECTED} and undeliverable is not null""",
            *which,
        )
    return int(done.split()[-1])


_SELECTED = """($1::text is null or case_ref = $1) and ($2::text is null or member = $2)
               and ($3::text is null or undeliverable = $3)"""
