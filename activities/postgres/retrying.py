"""Dead letters tried again where their cause is gone: the same events, under new numbers."""

from activities.policies import ShippedPolicies
from activities.postgres.case_files import lock_case_files, write_registers
from activities.postgres.dead_letters import RECORDED
from activities.postgres.inbox import CHANNEL
from activities.postgres.inbox_desk import OPEN, SELECTED, Which
from activities.postgres.inbox_pages import fault_now
from activities.postgres.letters import NotToSettle, letter_to_settle, settle
from activities.postgres.pool import Pool, connected, transaction
from domain.case.events import FactSkipped
from domain.register import REGISTER_TYPES

_CHOSEN = f"""
select case_ref, number from dead_letter letter join inbox using (case_ref, number)
 where {SELECTED} and {OPEN} and letter.reason <> 'unknown-reference'
   and (letter.reason <> 'out-of-bounds' or $4 is not null)
 order by case_ref, number
"""
_AGAIN = """
insert into inbox (case_ref, number, source, event_id, type, occurred_at, received_at, data, passed_on, again)
select case_ref, $3, source, event_id, type, occurred_at, received_at, data, passed_on, true
  from inbox where case_ref = $1 and number = $2
returning type
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
        try:
            letter = await letter_to_settle(connection, case, number)
        except NotToSettle:
            return False
        if await connection.fetchval(RECORDED, case, number, FactSkipped.TYPE) is not None:
            # The case had read it from its inbox just before it was given up: twice would be once too often.
            await settle(connection, letter, "known", by, why)
            return False
        if await fault_now(connection, case, number) is not None:
            return False
        again = files[case].last_number + 1
        type_ = await connection.fetchval(_AGAIN, case, number, again)
        await connection.execute("update case_file set last_number = $2 where case_ref = $1", case, again)
        if type_ in REGISTER_TYPES:
            await write_registers(connection, [case], policy_of)
        await settle(connection, letter, "retried", by, why, (case, again))
        await connection.execute("select pg_notify($1, $2)", CHANNEL, case)
    return True
