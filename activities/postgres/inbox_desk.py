"""The inbox for operators: what isn't delivered, over all cases, and one fact with all that is known of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from activities.postgres.pool import Pool, connected

MOST_SHOWN = 500
"""Facts that are listed at once."""

Listed = Literal["dead", "all", "waiting", "unknown"]
"""Dead letters that wait for somebody, or all there ever were; what is still to be delivered; what is kept for cases
that nobody knows."""


class Which(NamedTuple):
    """Of the facts; what is None doesn't filter."""

    case: str | None = None
    type: str | None = None
    source: str | None = None
    reason: str | None = None
    number: int | None = None


class Undelivered(NamedTuple):
    case: str
    number: int
    source: str
    id: str
    type: str
    stored_at: datetime
    opens_on: date | None
    """Of a case that is not yet open: when it is to be opened."""
    reason: str | None
    """What hinders it, or why it was given up; None where nothing does."""
    answer: str | None
    attempts: int | None
    given_up_at: datetime | None
    settled: str | None
    settled_at: datetime | None
    settled_by: str | None
    set_aside_at: datetime | None
    set_aside_by: str | None


class Kept(NamedTuple):
    """One fact as the inbox has it, content and all."""

    case: str
    number: int
    source: str
    id: str
    type: str
    occurred_at: datetime
    received_at: datetime
    stored_at: datetime
    delivered_at: datetime | None
    withdrawn: bool
    recorded: int | None
    """Its position in the ledger of the case."""
    data: Any
    reason: str | None
    answer: str | None
    attempts: int | None
    hindered_since: datetime | None
    given_up_at: datetime | None
    settled: str | None
    settled_at: datetime | None
    settled_by: str | None
    settled_why: str | None
    next_case: str | None
    next_number: int | None
    set_aside_at: datetime | None
    set_aside_by: str | None
    set_aside_because: str | None
    instead_of: str | None
    """Of a correction, or of what was retried: ``case number`` of the one that it stands for."""


async def undelivered(pool: Pool, which: Which, listed: Listed = "dead") -> Sequence[Undelivered]:
    """The newest first."""
    async with connected(pool) as connection:
        rows = await connection.fetch(
            f"""select inbox.case_ref, inbox.number, source, event_id, type, stored_at,
                       case when opened_at is null then opens_on end, reason, answer, attempts, given_up_at,
                       settled, settled_at, settled_by, set_aside_at, set_aside_by
                  from inbox join case_file using (case_ref)
                       left join dead_letter letter using (case_ref, number)
                 where {SELECTED} and {_LISTED[listed]}
                 order by stored_at desc limit $6""",
            *which,
            MOST_SHOWN,
        )
    return [Undelivered(*row) for row in rows]


async def kept(pool: Pool, case: str | None, number: int | None, event: tuple[str, str] | None) -> list[Kept]:
    """By case and number; or by source and id: an event about a person is in several inboxes."""
    source, event_id = event or (None, None)
    async with connected(pool) as connection:
        rows = await connection.fetch(_KEPT, case, number, source, event_id)
    return [Kept(*row) for row in rows]


SELECTED = """
    ($1::text is null or inbox.case_ref = $1) and ($2::text is null or inbox.type = $2)
and ($3::text is null or inbox.source = $3) and ($4::text is null or letter.reason = $4)
and ($5::int is null or inbox.number = $5)
"""
_OPEN = "letter.given_up_at is not null and letter.settled is null and letter.set_aside_at is null"
"""Dead letters that wait for somebody."""
_UNDELIVERED = "delivered_at is null and not withdrawn"
_LISTED: dict[Listed, str] = {
    "dead": _OPEN,
    "all": "letter.given_up_at is not null",
    "waiting": f"{_UNDELIVERED} and (person is not null or opened_at is not null)",
    "unknown": f"{_UNDELIVERED} and person is null and opened_at is null",
}
_KEPT = """
select inbox.case_ref, inbox.number, source, event_id, type, occurred_at, received_at, stored_at, delivered_at,
       withdrawn,
       (select min(position) from ledger where (ledger.case_ref, ledger.number) = (inbox.case_ref, inbox.number)),
       data, letter.reason, letter.answer, letter.attempts, letter.hindered_since, letter.given_up_at,
       letter.settled, letter.settled_at, letter.settled_by, letter.settled_why,
       letter.next_case, letter.next_number, letter.set_aside_at, letter.set_aside_by, letter.set_aside_because,
       (select former.case_ref || ' ' || former.number from dead_letter former
         where (former.next_case, former.next_number) = (inbox.case_ref, inbox.number))
  from inbox left join dead_letter letter using (case_ref, number)
 where inbox.case_ref in (
           select $1::text
           union all select case_ref from inbox where not passed_on and not again and (source, event_id) = ($3, $4)
           union all select case_ref from inbox where passed_on and not again and (source, event_id) = ($3, $4))
   and ($2::int is null or inbox.number = $2)
   and ($3::text is null or (source, event_id) = ($3, $4::text))
 order by inbox.case_ref, inbox.number
"""
