"""Facts that something of their own keeps from their case: their attempts are counted, in the end they are given up."""

from collections.abc import Mapping
from datetime import datetime

from activities.policies import ShippedPolicies
from activities.postgres.case_files import lock_case_files, write_registers
from activities.postgres.early import ANEW
from activities.postgres.pool import Pool, connected, transaction
from domain.case.events import FactSkipped
from domain.dead_letters import DeadBecause, Hindered
from domain.register import REGISTER_TYPES

AT_ONCE = 500

_HINDERED = f"""
insert into dead_letter as letter (case_ref, number, reason, answer, attempts)
select $1, number, reason, $4, 1 from unnest($2::int[], $3::text[]) as fault (number, reason) order by number
{ANEW} returning number, reason, attempts, clock_timestamp() - hindered_since as lasting
"""
_GIVE_UP = """
with given_up as (
    update dead_letter set given_up_at = clock_timestamp() where case_ref = $1 and number = $2
    returning case_ref, number)
update inbox set withdrawn = true from given_up
 where (inbox.case_ref, inbox.number) = (given_up.case_ref, given_up.number)
returning inbox.type
"""
RECORDED = "select min(position) from ledger where case_ref = $1 and number = $2 and type <> $3"
"""Where in the ledger a fact stands that the case has read by itself."""
_KEPT_TOO_LONG = f"""
with unknown as (
    select case_ref from case_file
     where person is null and opened_at is null and exists (
           select from inbox where inbox.case_ref = case_file.case_ref
              and delivered_at is null and not withdrawn and received_at < $1)
     order by case_ref limit {AT_ONCE} for update skip locked),
kept_too_long as (
    update inbox set withdrawn = true from unknown
     where inbox.case_ref = unknown.case_ref
       and delivered_at is null and not withdrawn and received_at < $1
    returning inbox.case_ref, inbox.number)
insert into dead_letter as letter (case_ref, number, reason, given_up_at)
select case_ref, number, 'unknown-reference', clock_timestamp() from kept_too_long {ANEW}
"""


async def count_attempts(
    pool: Pool, case: str, faults: Mapping[int, DeadBecause], answer: str | None
) -> Mapping[int, Hindered]:
    async with connected(pool) as connection:
        rows = await connection.fetch(_HINDERED, case, list(faults), list(faults.values()), answer)
    return {row["number"]: Hindered(row["reason"], row["attempts"], row["lasting"]) for row in rows}


async def give_up(pool: Pool, case: str, number: int, policy_of: ShippedPolicies) -> None:
    """Unless the case has it already: it may have read it from the inbox by itself."""
    async with transaction(pool) as connection:
        await lock_case_files(connection, {case})
        if await connection.fetchval(RECORDED, case, number, FactSkipped.TYPE) is not None:
            await connection.execute(
                "update inbox set delivered_at = clock_timestamp() where case_ref = $1 and number = $2",
                case,
                number,
            )
        elif await connection.fetchval(_GIVE_UP, case, number) in REGISTER_TYPES:
            await write_registers(connection, [case], policy_of)


async def give_up_unknown(pool: Pool, received_before: datetime) -> int:
    """What was received before then about cases that the register doesn't know to this day; how many facts."""
    async with connected(pool) as connection:
        done: str = await connection.execute(_KEPT_TOO_LONG, received_before)
    return int(done.split()[-1])
