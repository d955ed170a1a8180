"""The release register in PostgreSQL, and the list of the cases that were opened."""

from datetime import date, datetime
from typing import NamedTuple

from activities.bounds import Bounds
from activities.opening import Enrolled
from activities.postgres.pool import Pool, connected
from activities.reading import MOST_CASES, CaseFilters
from domain.streams import StreamState, state_from_json

MOST_DUE = 500
MOST_TRIED = 4
"""Cases to be opened that the relay hears of at a time."""


class StoredCase(NamedTuple):
    """A case as of one moment: the position of its newest event, and the folded states of all its streams."""

    position: int
    states: dict[str, StreamState]


class PostgresRegister:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def enrolled(self, case: str) -> Enrolled | None:
        async with connected(self._pool) as connection:
            row = await connection.fetchrow(
                """select policy, jurisdiction, opens_on, opened_at from case_file
                    where case_ref = $1 and (person is not null or opened_at is not null)""",
                case,
            )
        return Enrolled(**dict(row)) if row else None

    async def due_for_opening(self, today: date, after: str = "", most: int = MOST_DUE) -> list[str]:
        async with connected(self._pool) as connection:
            rows = await connection.fetch(
                """select case_ref from case_file
                    where opened_at is null and opens_on <= $1 and case_ref > $2
                    order by case_ref limit $3""",
                today,
                after,
                most,
            )
        return [row["case_ref"] for row in rows]

    async def opening(self, since: datetime) -> int:
        async with connected(self._pool) as connection:
            count: int = await connection.fetchval(
                "select count(*) from case_file where phase is null and opened_at > $1", since
            )
        return count

    async def unclosed(self, after: str = "", most: int = MOST_DUE) -> list[str]:
        async with connected(self._pool) as connection:
            rows = await connection.fetch(
                """select case_ref from case_file
                    where opened_at is not null and phase is distinct from 'closed' and case_ref > $1
                    order by case_ref limit $2""",
                after,
                most,
            )
        return [row["case_ref"] for row in rows]

    async def mark_opened(self, case: str, at: datetime, policy: str) -> None:
        async with connected(self._pool) as connection:
            await connection.execute(
                "update case_file set opened_at = $2, policy = $3 where case_ref = $1 and opened_at is null",
                case,
                at,
                policy,
            )

    async def to_deliver(self, today: date, after: str = "", most: int = MOST_DUE) -> list[str]:
        """Open cases for which something waits; and some of those that are to be opened.

        Few at a time, and others each time: thousands that come due on one day must not be in the way of the open ones.
        """
        async with connected(self._pool) as connection:
            rows = await connection.fetch(_TO_DELIVER, today, after, most, MOST_TRIED)
        return [row["case_ref"] for row in rows]

    async def case_states(self, case: str) -> StoredCase | None:
        """A case with its streams; None until it is opened."""
        return (await self.states_of([case])).get(case)

    async def listed(
        self,
        filters: CaseFilters,
        now: datetime,
        token: str | None,
        most: int = MOST_CASES,
        bounds: Bounds = None,
    ) -> tuple[list[str], str | None]:
        """References of opened cases in their order, and the token of the next page. ``now`` is case time.

        A case is opened for whoever looks once its first phase is in the ledger.
        """
        async with connected(self._pool) as connection:
            rows = await connection.fetch(
                _LISTED,
                filters.phase,
                filters.jurisdiction,
                filters.manager,
                filters.overdue,
                now,
                token or "",
                most + 1,
                bounds,
            )
        cases = [row["case_ref"] for row in rows]
        return cases[:most], cases[most - 1] if len(cases) > most else None

    async def served_in(self, case: str) -> str | None:
        """As the list filters by it; None until the case is opened."""
        async with connected(self._pool) as connection:
            served: str | None = await connection.fetchval(
                """select coalesce(served_by, jurisdiction) from case_file
                    where case_ref = $1 and opened_at is not null and phase is not null""",
                case,
            )
        return served

    async def states_of(self, cases: list[str]) -> dict[str, StoredCase]:
        """Several cases with their streams; those that were never opened are left out."""
        async with connected(self._pool) as connection:
            rows = await connection.fetch(
                """select case_ref, last_position, stream, state from stream join case_file using (case_ref)
                    where case_ref = any($1::text[]) and phase is not null order by stream""",
                cases,
            )
        stored: dict[str, StoredCase] = {}
        for row in rows:
            case = stored.setdefault(row["case_ref"], StoredCase(row["last_position"], {}))
            case.states[row["stream"]] = state_from_json(row["stream"], row["state"])
        return stored

    async def answers(self) -> None:
        async with connected(self._pool) as connection:
            await connection.execute("select from case_file limit 1")


_TO_DELIVER = """
with waiting as (
    select case_ref from case_file f
     where opened_at is not null
       and exists (select from inbox i where i.case_ref = f.case_ref and delivered_at is null)
    union all
    (select case_ref from case_file f
      where opened_at is null and opens_on <= $1
        and exists (select from inbox i where i.case_ref = f.case_ref and delivered_at is null)
      order by random() limit $4)
)
select case_ref from waiting where case_ref > $2 order by case_ref limit $3
"""
_LISTED = """
select case_ref from case_file f
 where opened_at is not null and phase is not null and case_ref > $6
   and ($1::text is null or phase = $1)
   and ($2::text is null or coalesce(served_by, jurisdiction) = $2)
   and ($8::text[] is null or coalesce(served_by, jurisdiction) = any($8))
   and ($3::text is null or manager = $3)
   and ($4::bool is null
        or $4 = exists (select from stream s where s.case_ref = f.case_ref and s.next_due < $5))
 order by case_ref limit $7
"""
