"""The ledger in PostgreSQL: append under the lock of the case, and load.

The lock on the case's row is held from reading the head to the commit. So the order of commit is the order of
positions: whoever reads up to a position has seen everything below it, and no append undoes another.
"""

import json
from typing import Any, NamedTuple

from activities.ledger import Append, Appended, Load, Loaded, Unfinished, UnfinishedAsked
from activities.postgres.chain import envelope_of, record_of
from activities.postgres.errors import StreamBehind, UnknownCase
from activities.postgres.folded import Folded, FoldedStates
from activities.postgres.pool import Connection, Pool, connected, transaction
from activities.postgres.rows import Head, store
from domain.case.facts import FactWithdrawn
from domain.events import Envelope
from domain.fold_version import fold_version
from domain.streams import REFOLDING, StreamState, fold, fold_all, initial_state, state_from_json


class Tail(NamedTuple):
    """The locked head of a case, and the end of one of its streams."""

    head: Head
    version: int
    state: StreamState


class PostgresLedger:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._folded = FoldedStates()

    async def append(self, batch: Append) -> Appended:
        _ensure_contiguous(batch)
        async with transaction(self._pool) as connection:
            tail = await _lock(connection, batch, self._folded.newest(batch.stream))
            stored = await _already_stored(connection, batch, tail.version)
            rest = batch.events[stored:]
            if not rest:
                return await _appended_before(connection, batch)
            if rest[0].version != tail.version + 1:
                return Appended(version=tail.version, conflict=True)
            state = await _folded(connection, batch.stream, tail.state, rest)
            head = await store(connection, batch.case, batch.stream, tail.head, rest, state)
        self._folded.keep(batch.stream, Folded(head.hash, state))
        refolded = state.model_dump(mode="json") if _withdraws(rest) else None
        return Appended(version=rest[-1].version, refolded=refolded)

    async def load(self, stream: Load) -> Loaded:
        async with connected(self._pool) as connection:
            row = await connection.fetchrow(
                "select version, fold, state from stream where stream = $1", stream.stream
            )
            if row is None:
                return Loaded()
            state = await _of_today(connection, stream.stream, row["fold"], row["state"])
        return Loaded(version=row["version"], state=state.model_dump(mode="json"))

    async def unfinished(self, asked: UnfinishedAsked) -> Unfinished:
        async with connected(self._pool) as connection:
            rows = await connection.fetch(
                """select stream from stream
                    where case_ref = $1 and kind <> 'case' and state->>'outcome' is null order by stream""",
                asked.case,
            )
        return Unfinished(streams=tuple(row["stream"] for row in rows))


async def _folded(
    connection: Connection, stream: str, state: StreamState, events: tuple[Envelope, ...]
) -> StreamState:
    if any(event.type in REFOLDING for event in events):
        return fold_all(stream, [*await stream_events(connection, stream), *events])
    for event in events:
        state = fold(state, event)
    return state


async def _appended_before(connection: Connection, batch: Append) -> Appended:
    """The answer that was lost, as it was: others may have appended since."""
    last = batch.events[-1].version
    if not _withdraws(batch.events):
        return Appended(version=last)
    events = [event for event in await stream_events(connection, batch.stream) if event.version <= last]
    return Appended(version=last, refolded=fold_all(batch.stream, events).model_dump(mode="json"))


def _withdraws(events: tuple[Envelope, ...]) -> bool:
    """Whether the workflow, too, has to go on from another state than it has folded."""
    return any(event.type == FactWithdrawn.TYPE for event in events)


async def stream_events(connection: Connection, stream: str) -> list[Envelope]:
    rows = await connection.fetch("select record from ledger where stream = $1 order by version", stream)
    return [envelope_of(row["record"]) for row in rows]


async def _lock(connection: Connection, batch: Append, known: Folded | None) -> Tail:
    row = await connection.fetchrow(
        "select * from lock_tail($1, $2, $3)", batch.case, batch.stream, known.hash if known else None
    )
    if row is None:
        raise UnknownCase(batch.case)
    if row["version"] < batch.expected:
        raise StreamBehind(batch.stream, row["version"], batch.expected)
    if known is not None and known.hash == row["stream_hash"]:
        state = known.state
    else:
        stored = json.loads(row["state"]) if row["state"] else None
        state = await _of_today(connection, batch.stream, row["fold"], stored)
    return Tail(Head(row["position"], row["hash"]), row["version"], state)


async def _of_today(
    connection: Connection, stream: str, fold_of_it: str | None, stored: dict[str, Any] | None
) -> StreamState:
    """The stored state; folded anew where an earlier version of the fold has stored it."""
    if stored is not None and fold_of_it != fold_version(initial_state(stream)):
        return fold_all(stream, await stream_events(connection, stream))
    return state_from_json(stream, stored)


async def _already_stored(connection: Connection, batch: Append, version: int) -> int:
    """How many of the batch's first events the stream has at the versions that they carry, to the byte.

    The id alone doesn't tell: after an operator's reset a workflow may draw the ids of its discarded life once more.
    """
    if version == batch.expected:
        return 0
    rows = await connection.fetch(
        "select position, record from ledger where stream = $1 and version > $2 order by version limit $3",
        batch.stream,
        batch.expected,
        len(batch.events),
    )
    stored = 0
    for row, event in zip(rows, batch.events, strict=False):
        if row["record"] != record_of(event, row["position"]):
            break
        stored += 1
    return stored


def _ensure_contiguous(batch: Append) -> None:
    versions = [event.version for event in batch.events]
    if not versions or versions != list(range(batch.expected + 1, batch.expected + 1 + len(versions))):
        raise ValueError(f"stream {batch.stream!r}: versions {versions} don't follow {batch.expected}")
    if any((event.case, event.stream) != (batch.case, batch.stream) for event in batch.events):
        raise ValueError(f"stream {batch.stream!r}: a batch holds events of one stream")
