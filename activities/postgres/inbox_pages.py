"""Facts as they are read from an inbox: for their case, and on their way to it."""

from collections.abc import Iterator, Sequence

import asyncpg

from activities.delivery import Waiting
from activities.inbox import MOST_FACTS, FactsAfter, FactsRead
from activities.postgres.pool import Connection
from domain.dead_letters import MOST_BYTES as MOST_BYTES_OF_A_FACT
from domain.dead_letters import DeadBecause, fault_of
from domain.inbox import DeliveredFact

MOST_BYTES = 512 * 1024
"""Of the data in one delivery or one reading: Temporal takes at most 2 MiB."""

# What can't be a fact is never read into a case, which would stand still at it: its number comes without data.
_PAGE = """
select number, source, event_id as id, type, occurred_at, received_at, withdrawn, bytes,
       case when {kept} and bytes <= {most_bytes} and jsonb_typeof(data) = 'object' then data end as data
  from inbox cross join lateral octet_length(data::text) as bytes
 where case_ref = $1 and {condition} order by {order} limit $3
"""


def _reading(condition: str, order: str = "number", kept: str = "not withdrawn") -> str:
    return _PAGE.format(condition=condition, order=order, kept=kept, most_bytes=MOST_BYTES_OF_A_FACT)


_AFTER = _reading("number > $2")
_NUMBERED = _reading("number = any($2::int[])")
# Of an event that couldn't be delivered and was retried, first the row that was.
_NAMED = _reading("(source, event_id) = (($2::text[])[1], ($2::text[])[2])", order="withdrawn, number")
_UNDELIVERED = _reading("number > $2 and delivered_at is null")
_GIVEN_UP = _reading("number = $2", kept="true")


async def read_facts(connection: Connection, asked: FactsAfter) -> FactsRead:
    if asked.numbers is not None:
        rows = await connection.fetch(_NUMBERED, asked.case, list(asked.numbers), MOST_FACTS)
    elif asked.event is not None:
        rows = await connection.fetch(_NAMED, asked.case, list(asked.event), MOST_FACTS)
    else:
        rows = await connection.fetch(_AFTER, asked.case, asked.after, MOST_FACTS)
    return FactsRead(facts=tuple(_fact(row) for row in _few_enough(rows)))


async def read_undelivered(connection: Connection, case: str) -> Sequence[Waiting]:
    rows = await connection.fetch(_UNDELIVERED, case, 0, MOST_FACTS)
    return [_waiting(row) for row in _few_enough(rows)]


async def fault_now(connection: Connection, case: str, number: int) -> DeadBecause | None:
    """Of a fact that was given up: what would keep it from being sent today."""
    row = await connection.fetchrow(_GIVEN_UP, case, number, 1)
    assert row is not None
    return fault_of(_fact(row), row["bytes"])


def _few_enough(rows: Sequence[asyncpg.Record]) -> Iterator[asyncpg.Record]:
    """One at least, however long it is: it has gone out without data, or will."""
    size = 0
    for place, row in enumerate(rows):
        size += row["bytes"] if row["data"] is not None else 0
        if place and size > MOST_BYTES:
            return
        yield row


def _waiting(row: asyncpg.Record) -> Waiting:
    fact = _fact(row)
    return Waiting(fact, None if row["withdrawn"] else fault_of(fact, row["bytes"]))


def _fact(row: asyncpg.Record) -> DeliveredFact:
    return DeliveredFact(**{name: row[name] for name in DeliveredFact.model_fields})
