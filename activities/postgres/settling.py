"""What operators do about a dead letter: correct it by another event, or retry it where its cause is gone."""

from datetime import datetime

from pydantic_core import to_json

from activities.errors import ActivityError
from activities.policies import ShippedPolicies
from activities.postgres.case_files import lock_case_files, write_registers
from activities.postgres.dead_letters import RECORDED
from activities.postgres.inbox import PostgresInbox, wake
from activities.postgres.inbox_desk import OPEN, SELECTED, Which
from activities.postgres.pool import Connection, Pool, connected, transaction
from domain.case.events import FactSkipped
from domain.dead_letters import fault_of
from domain.inbox import DeliveredFact, InboundFact
from domain.register import REGISTER_TYPES


class NotToSettle(ActivityError):
    """It is no dead letter any more, or can't be settled in this way; says why."""


_CHOSEN = f"""
select case_ref, number from dead_letter letter join inbox using (case_ref, number)
 where {SELECTED} and {OPEN} and letter.settled is null and letter.reason <> 'unknown-reference'
   and (letter.reason <> 'out-of-bounds' or $4 is not null)
 order by case_ref, number
"""
_STILL = "select from dead_letter where case_ref = $1 and number = $2 and settled is null for update"
_TOLD = """
select number, source, event_id as id, type, occurred_at, received_at, data
  from inbox where case_ref = $1 and number = $2
"""
_AGAIN = """
insert into inbox (case_ref, number, source, event_id, type, occurred_at, received_at, data, passed_on, again)
select case_ref, $3, source, event_id, type, occurred_at, received_at, data, passed_on, true
  from inbox where case_ref = $1 and number = $2
returning type
"""
_SETTLE = """
update dead_letter
   set settled = $3, settled_at = clock_timestamp(), settled_by = $4, settled_why = $5,
       next_case = $6, next_number = $7
 where case_ref = $1 and number = $2
"""
_CLAIM = f"""
update dead_letter letter
   set settled = 'corrected', settled_at = coalesce(settled_at, clock_timestamp()), settled_by = $3, settled_why = $4
 where case_ref = $1 and number = $2 and {OPEN}
"""
_GIVE_BACK = """
update dead_letter set settled = null, settled_at = null, settled_by = null, settled_why = null
 where case_ref = $1 and number = $2 and next_number is null
"""
_LINK = """
update dead_letter set next_case = inbox.case_ref, next_number = inbox.number from inbox
 where (dead_letter.case_ref, dead_letter.number) = ($1, $2)
   and (inbox.source, inbox.event_id, inbox.case_ref) = ($3, $4, $5) and not inbox.again
   and inbox.stored_at >= dead_letter.settled_at
"""


async def retry(pool: Pool, which: Which, policy_of: ShippedPolicies, by: str, why: str | None) -> int:
    """The same events under new numbers; returns how many they are.

    What is kept for a case that nobody knows isn't among them: it goes out by itself when the case becomes known. What
    was beyond the bounds of whoever told it is tried again only where this reason is asked for; what this version can't
    read still, not at all: it would stand in the way of its case once more.
    """
    async with connected(pool) as connection:
        chosen = [(row["case_ref"], row["number"]) for row in await connection.fetch(_CHOSEN, *which)]
    return sum([await _retry(pool, case, number, policy_of, by, why) for case, number in chosen])


async def _retry(
    pool: Pool, case: str, number: int, policy_of: ShippedPolicies, by: str, why: str | None
) -> bool:
    async with transaction(pool) as connection:
        files = await lock_case_files(connection, {case})
        if await connection.fetchrow(_STILL, case, number) is None:
            return False
        if await connection.fetchval(RECORDED, case, number, FactSkipped.TYPE) is not None:
            # The case had read it from its inbox just before it was given up: twice would be once too often.
            await connection.execute(_SETTLE, case, number, "known", by, why, None, None)
            return False
        if not await _is_sound(connection, case, number):
            return False
        again = files[case].last_number + 1
        type_ = await connection.fetchval(_AGAIN, case, number, again)
        await connection.execute("update case_file set last_number = $2 where case_ref = $1", case, again)
        if type_ in REGISTER_TYPES:
            await write_registers(connection, [case], policy_of)
        await connection.execute(_SETTLE, case, number, "retried", by, why, case, again)
        await wake(connection, [case])
    return True


async def _is_sound(connection: Connection, case: str, number: int) -> bool:
    row = await connection.fetchrow(_TOLD, case, number)
    assert row is not None
    data = row["data"] if isinstance(row["data"], dict) else None
    return fault_of(DeliveredFact(**dict(row) | {"data": data}), len(to_json(row["data"]))) is None


async def correct(
    pool: Pool,
    inbox: PostgresInbox,
    letter: tuple[str, int],
    correction: InboundFact,
    received_at: datetime,
    by: str,
    why: str,
) -> None:
    """The correction becomes a fact of its own, and the letter names it. Raises ``NotToSettle``.

    The letter is claimed first: should we be cut off, it stays open, and the same correction completes it.
    """
    async with connected(pool) as connection:
        await _claim(connection, letter, correction, by, why)
    await inbox.accept([correction], received_at)
    async with connected(pool) as connection:
        linked: str = await connection.execute(
            _LINK, *letter, correction.source, correction.id, correction.case
        )
        if linked.endswith(" 0"):
            await connection.execute(_GIVE_BACK, *letter)
            raise NotToSettle(_HEARD_BEFORE)


_HEARD_BEFORE = (
    "an event with this source and id is known already: a correction is an event with an id of its own"
)


async def _claim(
    connection: Connection, letter: tuple[str, int], correction: InboundFact, by: str, why: str
) -> None:
    own = await connection.fetchrow(
        "select source, event_id from inbox where case_ref = $1 and number = $2", *letter
    )
    case, number = letter
    if own is None:
        raise NotToSettle(f"case {case} has no fact {number}")
    if tuple(own) == (correction.source, correction.id):
        raise NotToSettle(_HEARD_BEFORE)
    claimed: str = await connection.execute(_CLAIM, case, number, by, why)
    if claimed.endswith(" 0"):
        raise NotToSettle(f"fact {number} of case {case} is no dead letter, or was settled already")
