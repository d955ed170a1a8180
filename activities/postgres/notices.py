"""The outbox: notices are written in the transaction of the events that they follow from, so each goes out once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from activities.postgres.chain import envelope_of
from activities.postgres.pool import Connection, Pool, connected
from domain.events import Envelope
from domain.notices.delivery import Undeliverable
from domain.notices.notice import Notice, notices_of


class StoredNotice(NamedTuple):
    """A notice with the event that it follows from."""

    notice: Notice
    position: int
    recorded: Envelope
    sent_at: datetime | None
    undeliverable: Undeliverable | None = None
    reply: str | None = None
    """What the mail server last answered, where it didn't take it."""


async def put_out(
    connection: Connection,
    case: str,
    recorded: Iterable[tuple[int, Envelope]],
    undeliverable: Undeliverable | None = None,
) -> None:
    """What members are told of these events, each under its position; what is there already stays as it is.

    Of a life that a rewind has discarded the notices stay too: they may have been sent. ``undeliverable``: why those
    that are new don't go out by themselves.
    """
    notices = [(position, notice) for position, event in recorded for notice in notices_of(event)]
    if not notices:
        return
    await connection.execute(
        """insert into notice (undeliverable, case_ref, position, member, kind, subject, about)
           select $7::text, $1, * from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[])
           on conflict do nothing""",
        case,
        [position for position, _ in notices],
        [notice.to for _, notice in notices],
        [notice.kind for _, notice in notices],
        [notice.subject for _, notice in notices],
        [notice.about for _, notice in notices],
        undeliverable,
    )


async def stored_notices(pool: Pool, case: str) -> Sequence[StoredNotice] | None:
    """All notices of a case in recorded order; None until there is anything in its ledger."""
    async with connected(pool) as connection:
        opened = await connection.fetchval(
            "select last_position > 0 from case_file where case_ref = $1", case
        )
        rows = await connection.fetch(
            """select position, member, kind, subject, about, sent_at, undeliverable, reply, record
                 from notice join ledger using (case_ref, position)
                where case_ref = $1 order by position, member""",
            case,
        )
    if not opened:
        return None
    return [
        StoredNotice(
            Notice(to=row["member"], kind=row["kind"], subject=row["subject"], about=row["about"]),
            row["position"],
            envelope_of(row["record"]),
            row["sent_at"],
            row["undeliverable"],
            row["reply"],
        )
        for row in rows
    ]
