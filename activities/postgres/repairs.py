"""Mending within PostgreSQL what differs in it: out of the facts that came, and the events that were recorded."""

from datetime import datetime, timedelta

from activities.policies import ShippedPolicies
from activities.postgres import history
from activities.postgres.case_files import lock_case_files, write_registers
from activities.postgres.pool import Pool, connected, transaction
from activities.postgres.side_by_side import LOST
from domain.reconciliation.differences import Difference
from domain.reconciliation.facts import SOURCE

_MENDED_BEFORE = """
select coalesce(bool_or(event_id = $4), false) as told,
       count(*) filter (where stored_at > clock_timestamp() - interval '7 days') as lately
  from inbox
 where case_ref = $1 and source = $2 and stored_at < $3 and data->>'kind' = $5
   and coalesce(data->>'about', '') = $6
"""
_MARK_OPENED = """
update case_file f
   set opened_at = (s.state->>'opened_at')::timestamptz, policy = s.state->>'policy'
  from stream s
 where f.case_ref = $1 and s.stream = 'case/' || f.case_ref and f.opened_at is null
   and s.state->>'opened_at' is not null
"""
_DELIVER_AGAIN = f"""
update inbox i set delivered_at = null
  from case_file f left join stream s on s.stream = 'case/' || f.case_ref
 where i.case_ref = $1 and f.case_ref = i.case_ref and {LOST}
"""


class PostgresRepairs:
    def __init__(self, pool: Pool, policy_of: ShippedPolicies) -> None:
        self._pool = pool
        self._policy_of = policy_of

    async def mended_before(self, difference: Difference, started: datetime) -> tuple[bool, int]:
        async with connected(self._pool) as connection:
            row = await connection.fetchrow(
                _MENDED_BEFORE,
                difference.case,
                SOURCE,
                started,
                difference.event_id,
                difference.kind,
                difference.about,
            )
        assert row is not None
        return row["told"], row["lately"]

    async def mark_opened(self, case: str) -> None:
        async with transaction(self._pool) as connection:
            await lock_case_files(connection, {case})
            await connection.execute(_MARK_OPENED, case)

    async def fold_register(self, case: str) -> None:
        async with transaction(self._pool) as connection:
            await lock_case_files(connection, {case})
            await write_registers(connection, [case], self._policy_of)

    async def deliver_again(self, case: str, grace: timedelta) -> None:
        async with transaction(self._pool) as connection:
            await lock_case_files(connection, {case})
            await connection.execute(_DELIVER_AGAIN, case, grace)

    async def rebuild(self, case: str) -> None:
        await history.rebuild(self._pool, case)
