"""Writing to the ledger: events, folded state and head of the case, as one statement; then what comes of them."""

from collections.abc import Sequence
from typing import NamedTuple

from activities.postgres.chain import link, record_of
from activities.postgres.lessons import keep_lessons
from activities.postgres.notices import put_out
from activities.postgres.pool import Connection
from activities.postgres.projection import case_columns, kind_of, next_due
from activities.postgres.subscribed import put_out_to_systems
from domain.case.state import CaseState
from domain.events import Envelope
from domain.fold_version import fold_version
from domain.streams import StreamState


class Head(NamedTuple):
    """Where the ledger of a case ends."""

    position: int
    hash: bytes


_STORE = """
with recorded as (
    insert into ledger (case_ref, stream, position, version, event_id, type, occurred_at, recorded_at,
                        actor, cause, number, policy, data, record, hash)
    select $1, $2, event.position, event.version, event.event_id, event.type,
           event.occurred_at, event.recorded_at, event.actor, event.cause, event.number, event.policy,
           convert_from(event.record, 'UTF8')::jsonb -> 'data', event.record, event.hash
      from unnest($3::int[], $4::int[], $5::uuid[], $6::text[], $7::timestamptz[], $8::timestamptz[],
                  $9::text[], $10::text[], $11::int[], $12::text[], $13::bytea[], $14::bytea[])
        as event (position, version, event_id, type, occurred_at, recorded_at,
                  actor, cause, number, policy, record, hash)
), folded as (
    insert into stream (stream, case_ref, kind, version, head_hash, state, next_due, fold, seal)
    values ($2, $1, $15, $16, $17, $18::text::jsonb, $19, $26, seal_of($17, $26, $18::text::jsonb))
    on conflict (stream) do update
       set version = excluded.version, head_hash = excluded.head_hash, state = excluded.state,
           next_due = excluded.next_due, fold = excluded.fold, seal = excluded.seal
)
update case_file
   set last_position = $20, head_hash = $17,
       phase = case when $21 then $22 else phase end,
       closed_because = case when $21 then $23 else closed_because end,
       manager = case when $21 then $24 else manager end,
       served_by = case when $21 then $25 else served_by end
 where case_ref = $1
"""


async def store(
    connection: Connection, case: str, stream: str, head: Head, events: Sequence[Envelope], state: StreamState
) -> Head:
    """Adds the events behind ``head``, which the caller has locked; returns the new one."""
    positions = range(head.position + 1, head.position + 1 + len(events))
    records = [record_of(event, position) for event, position in zip(events, positions, strict=True)]
    hashes = _linked(head.hash, records)
    columns = case_columns(state)
    recorded = list(zip(positions, events, strict=True))
    await put_out_to_systems(connection, case, recorded, columns.served_by if columns else None)
    await connection.execute(
        _STORE,
        case,
        stream,
        list(positions),
        [event.version for event in events],
        [event.id for event in events],
        [event.type for event in events],
        [event.occurred_at for event in events],
        [event.recorded_at for event in events],
        [event.actor for event in events],
        [event.cause for event in events],
        [event.number for event in events],
        [event.policy for event in events],
        records,
        hashes,
        kind_of(stream),
        events[-1].version,
        hashes[-1],
        state.model_dump_json(),
        next_due(state),
        positions[-1],
        columns is not None,
        *(columns or (None,) * 4),
        fold_version(state),
    )
    await put_out(connection, case, recorded)
    if isinstance(state, CaseState):
        await keep_lessons(connection, case, events, state)
    return Head(positions[-1], hashes[-1])


def _linked(head: bytes, records: Sequence[bytes]) -> list[bytes]:
    hashes = []
    for record in records:
        head = link(head, record)
        hashes.append(head)
    return hashes
