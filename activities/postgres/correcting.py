"""Another event in the place of a dead letter."""

from datetime import datetime

from activities.postgres.inbox import PostgresInbox, Telling
from activities.postgres.letters import NotToSettle, letter_to_settle, settle
from activities.postgres.pool import Connection
from domain.inbox import InboundFact

_NUMBER = """
select number from inbox
 where (source, event_id, case_ref) = ($1, $2, $3) and not passed_on and not again
"""


async def correct(
    inbox: PostgresInbox,
    letter: tuple[str, int],
    correction: InboundFact,
    received_at: datetime,
    by: str,
    why: str,
) -> None:
    """The correction becomes a fact of its own, and the letter names it. Raises ``NotToSettle``.

    In one transaction: should we be cut off, nothing has happened, or all of it.
    """
    telling = await Telling.of([correction], received_at, bounds=None)

    async def in_its_place(connection: Connection) -> None:
        [accepted] = await inbox.accept_within(connection, [telling])
        to_correct = await letter_to_settle(connection, *letter)
        if accepted.duplicates:
            raise NotToSettle(
                "an event with this source and id is known already: a correction is an event with an id of its own"
            )
        number = await connection.fetchval(_NUMBER, correction.source, correction.id, correction.case)
        await settle(connection, to_correct, "corrected", by, why, (correction.case, number))

    await inbox.in_one(in_its_place)
