"""The outbox in PostgreSQL, as its sender sees it. The row of a notice is locked while it is under way.

So two senders never carry the same one, and a process that dies lets go of it.
"""

import asyncpg

from activities.outbox import Deliver, Unsent
from activities.postgres.chain import envelope_of
from activities.postgres.pool import Connection, Pool, transaction
from domain.agencies.agency import Agency
from domain.notices.delivery import GivenUp, NoticeKey, Outcome, PutOff, Sent
from domain.notices.notice import Notice

_NEXT = """
select notice.case_ref, notice.position, notice.member, notice.kind, notice.subject, notice.about,
       notice.stored_at, notice.refusals, ledger.record, agency.details
  from notice join ledger using (case_ref, position) left join agency using (member)
 where notice.sent_at is null and notice.undeliverable is null and notice.next_attempt <= now()
 order by notice.next_attempt limit 1 for update of notice skip locked
"""
_THIS = "where case_ref = $1 and position = $2 and member = $3"
_SENT = f"update notice set sent_at = clock_timestamp(), reply = null {_THIS}"
_PUT_OFF = f"""
update notice set next_attempt = clock_timestamp() + $4, reply = coalesce($5, reply),
                  refusals = refusals + ($5::text is not null)::int {_THIS}
"""
_GIVEN_UP = f"update notice set undeliverable = $4, reply = $5 {_THIS}"


class PostgresOutbox:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def settle_next(self, deliver: Deliver) -> Outcome | None:
        async with transaction(self._pool) as connection:
            row = await connection.fetchrow(_NEXT)
            if row is None:
                return None
            unsent = _unsent(row)
            outcome = await deliver(unsent)
            await _keep(connection, unsent.key, outcome)
        return outcome


async def _keep(connection: Connection, key: NoticeKey, outcome: Outcome) -> None:
    match outcome:
        case Sent():
            await connection.execute(_SENT, *key)
        case PutOff(pause, reply):
            await connection.execute(_PUT_OFF, *key, pause, reply)
        case GivenUp(reason, reply):
            await connection.execute(_GIVEN_UP, *key, reason, reply)


def _unsent(row: asyncpg.Record) -> Unsent:
    return Unsent(
        key=NoticeKey(row["case_ref"], row["position"], row["member"]),
        notice=Notice(to=row["member"], kind=row["kind"], subject=row["subject"], about=row["about"]),
        recorded=envelope_of(row["record"]),
        stored_at=row["stored_at"],
        agency=Agency.model_validate(row["details"]) if row["details"] else None,
        refusals=row["refusals"],
    )
