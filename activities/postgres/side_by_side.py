"""What PostgreSQL keeps of cases, read for comparing: register row, inbox, ledger and stored states."""

from collections.abc import Collection, Mapping, Sequence

import asyncpg
from pydantic import ValidationError

from activities.policies import ShippedPolicies
from activities.postgres.case_files import REGISTER_COLUMNS, register_columns, registered_of
from activities.postgres.pool import Connection, Pool, connected
from activities.postgres.verify import verify
from activities.reconciliation import Limits
from domain.reconciliation.comparing import InboxSeen, Kept, LedgerSeen, RegisterRow
from domain.register import Registered
from domain.streams import StreamState, state_from_json

PROJECTED = ("state", "projection")
"""Faults of what is folded from the ledger; all others are the ledger's own."""

LOST = """
i.number > coalesce((s.state->>'last_fact')::int, 0) and i.delivered_at < clock_timestamp() - $2::interval
"""
"""Of a row of the inbox, beside the stored state of its case: delivered some time ago, and not in the ledger."""
_INBOX = f"""
select f.case_ref,
       count(i.number) = f.last_number and coalesce(max(i.number), 0) = f.last_number as is_whole,
       (array_agg(i.number order by i.number) filter (where {LOST}))[1:100] as lost,
       coalesce(bool_or(i.delivered_at is null and i.stored_at < clock_timestamp() - $3::interval
                        and l.set_aside_at is null), false) as waits,
       count(*) filter (where l.set_aside_at is not null and l.settled is null) as set_aside
  from case_file f
  left join inbox i using (case_ref)
  left join dead_letter l using (case_ref, number)
  left join stream s on s.stream = 'case/' || f.case_ref
 where f.case_ref = any($1::text[])
 group by f.case_ref
"""
_PAGE = "select case_ref from case_file where case_ref > $1 order by case_ref limit $2"
_BEGUN = """
select case_ref from case_file
 where case_ref = any($1::text[]) and (opened_at is not null or last_position > 0)
"""


class PostgresSideBySide:
    def __init__(self, pool: Pool, policy_of: ShippedPolicies) -> None:
        self._pool = pool
        self._policy_of = policy_of

    async def page(self, after: str, most: int) -> list[str]:
        async with connected(self._pool) as connection:
            rows = await connection.fetch(_PAGE, after, most)
        return [row["case_ref"] for row in rows]

    async def begun_among(self, cases: Collection[str]) -> set[str]:
        async with connected(self._pool) as connection:
            rows = await connection.fetch(_BEGUN, list(cases))
        return {row["case_ref"] for row in rows}

    async def kept(self, cases: Sequence[str], limits: Limits) -> list[Kept]:
        async with connected(self._pool) as connection:
            files = await connection.fetch(
                "select * from case_file where case_ref = any($1::text[]) order by case_ref", cases
            )
            registered = await registered_of(connection, cases)
            inbox = await connection.fetch(_INBOX, cases, limits.grace, limits.undelivered)
            states = await _states(connection, cases)
        inboxes = {row["case_ref"]: row for row in inbox}
        return [
            Kept(
                case=file["case_ref"],
                register=self._register_row(file, registered[file["case_ref"]]),
                inbox=_inbox(file, inboxes[file["case_ref"]]),
                ledger=await self._ledger(file, states.get(file["case_ref"], {})),
            )
            for file in files
        ]

    def _register_row(self, file: asyncpg.Record, known: Registered) -> RegisterRow:
        """When it opens, and by which policy, no longer follows from its facts once it is open."""
        opened = file["opened_at"] is not None
        is_fold = tuple(file[name] for name in REGISTER_COLUMNS) == register_columns(known)
        opening = (known.policy, self._policy_of.opening_day(known))
        return RegisterRow(
            announced=file["person"] is not None,
            opens_on=file["opens_on"],
            opened=opened,
            is_fold=is_fold
            and (opened or file["last_position"] > 0 or (file["policy"], file["opens_on"]) == opening),
        )

    async def _ledger(self, file: asyncpg.Record, states: Mapping[str, StreamState]) -> LedgerSeen:
        if file["last_position"] == 0:
            return LedgerSeen(0, states)
        faults = (await verify(self._pool, file["case_ref"])).faults
        return LedgerSeen(
            file["last_position"],
            states,
            is_whole=all(fault.kind in PROJECTED for fault in faults),
            is_folded=not faults,
        )


def _inbox(file: asyncpg.Record, seen: asyncpg.Record) -> InboxSeen:
    """What comes for a case that isn't open yet waits for that."""
    waits = seen["waits"] and file["opened_at"] is not None
    return InboxSeen(seen["is_whole"], tuple(seen["lost"] or ()), waits, seen["set_aside"])


async def _states(connection: Connection, cases: Sequence[str]) -> dict[str, dict[str, StreamState]]:
    rows = await connection.fetch(
        "select case_ref, stream, state from stream where case_ref = any($1::text[]) order by stream", cases
    )
    states: dict[str, dict[str, StreamState]] = {}
    for row in rows:
        try:
            state = state_from_json(row["stream"], row["state"])
        except ValidationError:
            # Verified beside it, and found not to be the fold.
            continue
        states.setdefault(row["case_ref"], {})[row["stream"]] = state
    return states
