"""What we hold beside a release register, in PostgreSQL: page by page, so that no register is too long."""

from collections.abc import Collection
from typing import NamedTuple

from activities.postgres.kin import held_by
from activities.postgres.pool import Pool, connected
from domain.register_rows import HELD_TYPES, Held, held

_EXPECTED = """
select case_ref as case, phase from case_file
 where person is not null and phase is distinct from 'closed'
   and jurisdiction = any($1::text[]) and case_ref > $2
 order by case_ref limit $3
"""


class Expected(NamedTuple):
    """A case that isn't closed, and its phase; None until it is opened."""

    case: str
    phase: str | None


async def held_of(pool: Pool, cases: Collection[str]) -> dict[str, Held]:
    """What we hold of each of these cases."""
    async with connected(pool) as connection:
        kept = await held_by(connection, cases, HELD_TYPES)
    return {case: held(facts) for case, facts in kept.items()}


async def expected(pool: Pool, jurisdictions: Collection[str], after: str, most: int) -> list[Expected]:
    """The next cases that a register of these jurisdictions would have a row of, in the order of their references."""
    async with connected(pool) as connection:
        rows = await connection.fetch(_EXPECTED, sorted(jurisdictions), after, most)
    return [Expected(**dict(row)) for row in rows]
