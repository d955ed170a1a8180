"""Dead letters tried again where their cause is gone: the same events, under new numbers."""

from collections import Counter
from typing import Literal, NamedTuple, TypeAlias

from activities.policies import ShippedPolicies
from activities.postgres.case_files import CaseFile, judge_told_early, lock_case_files, write_registers_of
from activities.postgres.dead_letters import RECORDED
from activities.postgres.inbox import wake
from activities.postgres.inbox_desk import SELECTED, Which
from activities.postgres.inbox_pages import fault_now
from activities.postgres.letters import COLUMNS, Letter, NotToSettle, letter_to_settle, settle
from activities.postgres.pool import Connection, Pool, connected, transaction
from domain.case.events import FactSkipped
from domain.dead_letters import DeadBecause
from domain.register import REGISTER_TYPES

LeftOut: TypeAlias = DeadBecause | Literal["set-aside", "known", "settled"]
"""Why a letter isn't tried again: what hinders it still; or it was set aside, its case has it, somebody was faster."""


class Retried(NamedTuple):
    again: int
    left_out: Counter[LeftOut]


_CHOSEN = f"""
select {COLUMNS} from dead_letter letter join inbox using (case_ref, number)
 where {SELECTED} and letter.given_up_at is not null and letter.settled is null order by case_ref, number
"""
# What an operator lets out in spite of its teller's bounds isn't judged by them again.
_AGAIN = """
insert into inbox
       (case_ref, number, source, event_id, type, occurred_at, received_at, data, passed_on, told_within, again)
select case_ref, $3, source, event_id, type, occurred_at, received_at, data, passed_on,
       case when $4 <> 'out-of-bounds' then told_within end, true
  from inbox where case_ref = $1 and number = $2
returning type
"""


async def retry(pool: Pool, which: Which, policy_of: ShippedPolicies, by: str, why: str | None) -> Retried:
    """Raises ``NotToSettle`` where the only one that is named is no dead letter."""
    async with connected(pool) as connection:
        chosen = [Letter(*row) for row in await connection.fetch(_CHOSEN, *which)]
    if not chosen and which.case is not None and which.number is not None:
        async with transaction(pool) as connection:
            await letter_to_settle(connection, which.case, which.number)
    left_out = Counter[LeftOut]()
    for letter in chosen:
        if because := _left_out(letter, which) or await _retry(pool, letter, which, policy_of, by, why):
            left_out[because] += 1
    return Retried(len(chosen) - left_out.total(), left_out)


def _left_out(letter: Letter, which: Which) -> LeftOut | None:
    """What is meant only where it is named; and what goes out by itself when its case becomes known."""
    if letter.set_aside_at is not None and which.number is None:
        return "set-aside"
    if letter.reason == "out-of-bounds" and which.reason != "out-of-bounds":
        return "out-of-bounds"
    if letter.reason == "unknown-reference" and letter.set_aside_at is None:
        return "unknown-reference"
    return None


async def _retry(
    pool: Pool, chosen: Letter, which: Which, policy_of: ShippedPolicies, by: str, why: str | None
) -> LeftOut | None:
    case, number = chosen.case, chosen.number
    async with transaction(pool) as connection:
        files = await lock_case_files(connection, {case})
        try:
            letter = await letter_to_settle(connection, case, number)
        except NotToSettle:
            return "settled"
        if because := _left_out(letter, which):
            return because
        if await connection.fetchval(RECORDED, case, number, FactSkipped.TYPE) is not None:
            # The case had read it from its inbox just before it was given up: twice would be once too often.
            await settle(connection, letter, "known", by, why)
            return "known"
        if because := await fault_now(connection, case, number):
            return because
        again = await _post_again(connection, letter, files[case], policy_of)
        await settle(connection, letter, "retried", by, why, (case, again))
        await wake(connection, [case])
    return None


async def _post_again(
    connection: Connection, letter: Letter, file: CaseFile, policy_of: ShippedPolicies
) -> int:
    again = file.last_number + 1
    type_ = await connection.fetchval(_AGAIN, letter.case, letter.number, again, letter.reason)
    await connection.execute("update case_file set last_number = $2 where case_ref = $1", letter.case, again)
    file.register_changed = type_ in REGISTER_TYPES
    await write_registers_of(connection, [file], policy_of)
    if file.jurisdictions:
        # It may have been told, and set aside, before its case was known.
        await judge_told_early(connection, [letter.case])
    return again
