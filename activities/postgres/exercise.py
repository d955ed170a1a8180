"""The clock of the deployment: one row, settled at the first start."""

from datetime import datetime

import asyncpg

from activities.errors import StoreUnavailable
from activities.postgres.errors import ClockMismatch
from activities.postgres.pool import Pool, connected
from domain.clock import CaseClock

__all__ = ["ClockMismatch", "read_clock", "settle_clock"]

_SETTLED = "select epoch, days_per_second from exercise_clock"


async def settle_clock(owner_dsn: str, days_per_second: float | None, now: datetime) -> CaseClock:
    """The clock as it is settled, or with this rate from ``now`` on where there is none.

    Asking for no rate asks for whatever is settled, and for the real time where nothing is. Raises
    ``ClockMismatch`` where it is settled at another rate: every due date so far would be wrong.
    """
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute(
            """insert into exercise_clock (epoch, days_per_second) values ($1, $2) on conflict do nothing""",
            now,
            days_per_second,
        )
        row = await connection.fetchrow(_SETTLED)
    finally:
        await connection.close()
    assert row is not None
    if days_per_second not in (None, row["days_per_second"]):
        raise ClockMismatch(row["days_per_second"], days_per_second)
    return _clock(row)


async def read_clock(pool: Pool) -> CaseClock:
    """The clock as it was settled; ``StoreUnavailable`` while no migration has settled one."""
    async with connected(pool) as connection:
        row = await connection.fetchrow(_SETTLED)
    if row is None:
        raise StoreUnavailable("the clock isn't settled yet: run the migration first")
    return _clock(row)


def _clock(row: asyncpg.Record) -> CaseClock:
    if row["days_per_second"] is None:
        return CaseClock()
    return CaseClock.exercise(row["epoch"], row["days_per_second"])
