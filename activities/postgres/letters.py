"""A dead letter in the hands of an operator: under lock, so that of two who settle it at the same instant one does."""

from datetime import datetime
from typing import Literal, NamedTuple

from activities.errors import ActivityError
from activities.postgres.pool import Connection, Pool, transaction
from domain.dead_letters import DeadBecause


class NotToSettle(ActivityError):
    """It is no dead letter any more, or can't be settled in this way; says why."""


class Letter(NamedTuple):
    case: str
    number: int
    reason: DeadBecause
    settled: Literal["corrected", "retried", "known"] | None
    settled_at: datetime | None
    settled_by: str | None
    next_case: str | None
    next_number: int | None
    set_aside_at: datetime | None
    set_aside_by: str | None


COLUMNS = """
case_ref, number, reason, settled, settled_at, settled_by, next_case, next_number, set_aside_at, set_aside_by
"""
"""As ``Letter`` names them."""
_LETTER = f"""
select {COLUMNS} from dead_letter where case_ref = $1 and number = $2 and given_up_at is not null for update
"""
_SET_ASIDE = """
update dead_letter set set_aside_at = clock_timestamp(), set_aside_by = $3, set_aside_because = $4
 where case_ref = $1 and number = $2
"""
_SETTLE = """
update dead_letter
   set settled = $3, settled_at = clock_timestamp(), settled_by = $4, settled_why = $5,
       next_case = $6, next_number = $7
 where case_ref = $1 and number = $2
"""


async def letter_to_settle(connection: Connection, case: str, number: int) -> Letter:
    """Raises ``NotToSettle`` where nothing is left to settle.

    Until the end of the transaction nobody else settles it. Whoever locks case files as well, by storing something,
    has done so before, as the relay does: nobody waits in a ring.
    """
    row = await connection.fetchrow(_LETTER, case, number)
    if row is None:
        stored = "select from inbox where case_ref = $1 and number = $2"
        if await connection.fetchrow(stored, case, number) is None:
            raise NotToSettle(f"case {case} has no fact {number}")
        raise NotToSettle(f"fact {number} of case {case} is no dead letter: nothing has been given up")
    letter = Letter(*row)
    if letter.settled is not None:
        raise NotToSettle(f"fact {number} of case {case} {_has_become(letter)}")
    return letter


async def settle(
    connection: Connection,
    letter: Letter,
    settled: Literal["corrected", "retried", "known"],
    by: str,
    why: str | None,
    stands_for_it: tuple[str, int] | None = None,
) -> None:
    """``stands_for_it``: case and number of the fact that does from now on."""
    next_ = stands_for_it or (None, None)
    await connection.execute(_SETTLE, letter.case, letter.number, settled, by, why, *next_)


async def set_aside(pool: Pool, case: str, number: int, by: str, because: str) -> None:
    """Nobody has to do anything about it; its case hears nothing of that. Raises ``NotToSettle``."""
    async with transaction(pool) as connection:
        letter = await letter_to_settle(connection, case, number)
        if letter.set_aside_at is not None:
            when = _minute(letter.set_aside_at)
            raise NotToSettle(
                f"fact {number} of case {case} was set aside by {letter.set_aside_by} at {when}"
            )
        await connection.execute(_SET_ASIDE, case, number, by, because)


def _has_become(letter: Letter) -> str:
    if letter.settled == "known" and letter.settled_by is None:
        return "goes out by itself: the register knows its case, or would by this event"
    if letter.settled == "known":
        return "is in the ledger of the case already"
    goes_on = f"fact {letter.next_number} of case {letter.next_case}"
    when = _minute(letter.settled_at)
    return f"was {letter.settled} by {letter.settled_by} at {when}, and goes on as {goes_on}"


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z"
