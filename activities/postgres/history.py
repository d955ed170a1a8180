"""A case's ledger, read back: as the contract shows it, and as what stored states are rebuilt from."""

import json
from typing import Any

from activities.postgres.chain import envelope_of
from activities.postgres.errors import UnknownCase
from activities.postgres.lessons import keep_lessons
from activities.postgres.notices import put_out
from activities.postgres.pool import Connection, Pool, connected, transaction
from activities.postgres.projection import case_columns, next_due
from activities.reading import View
from domain.addresses import case_id
from domain.case.state import CaseState
from domain.events import Envelope
from domain.fold_version import fold_version
from domain.streams import effective, fold_all

_SHOWN = (
    "id",
    "stream",
    "version",
    "position",
    "type",
    "occurred_at",
    "recorded_at",
    "actor",
    "cause",
    "policy",
    "data",
)


async def events(pool: Pool, case: str) -> list[View]:
    """The ledger of the case over all its streams, in recorded order, with the fields of the contract."""
    async with connected(pool) as connection:
        rows = await connection.fetch(
            "select record, hash from ledger where case_ref = $1 order by position", case
        )
    return [_shown(json.loads(row["record"])) | {"hash": row["hash"].hex()} for row in rows]


async def recorded(pool: Pool, case: str) -> list[Envelope]:
    """The same, as envelopes."""
    async with connected(pool) as connection:
        rows = await connection.fetch("select record from ledger where case_ref = $1 order by position", case)
    return [envelope_of(row["record"]) for row in rows]


async def rebuild(pool: Pool, case: str) -> int:
    """Folds every stream of the case anew from its ledger and stores the result; returns how many there are.

    Notices and lessons that are missing are added, also those of an earlier version that kept none; such a notice goes
    out only where an operator says so: it may be years old.

    Needed when the fold has changed: the ledger says what has happened, this version says what that means.
    """
    async with transaction(pool) as connection:
        if await connection.fetchrow("select from case_file where case_ref = $1 for update", case) is None:
            raise UnknownCase(case)
        rows = await connection.fetch(
            "select position, record from ledger where case_ref = $1 order by position", case
        )
        told = [(row["position"], envelope_of(row["record"])) for row in rows]
        streams: dict[str, list[Envelope]] = {}
        for _, envelope in told:
            streams.setdefault(envelope.stream, []).append(envelope)
        for stream, events_of_it in streams.items():
            await _store(connection, case, stream, events_of_it)
        await put_out(connection, case, told, undeliverable="not-recent")
        await _keep_lessons(connection, case, streams.get(case_id(case), []))
    return len(streams)


async def _keep_lessons(connection: Connection, case: str, recorded: list[Envelope]) -> None:
    """Those of events that still count: what was withdrawn stays away."""
    state = fold_all(case_id(case), recorded)
    if isinstance(state, CaseState):
        await keep_lessons(connection, case, effective(recorded), state)


async def _store(connection: Connection, case: str, stream: str, recorded: list[Envelope]) -> None:
    state = fold_all(stream, recorded)
    await connection.execute(
        """update stream
              set state = $2::text::jsonb, next_due = $3, fold = $4, seal = seal_of(head_hash, $4, $2::text::jsonb)
            where stream = $1""",
        stream,
        state.model_dump_json(),
        next_due(state),
        fold_version(state),
    )
    if (columns := case_columns(state)) is not None:
        await connection.execute(
            """update case_file set phase = $2, closed_because = $3, manager = $4, served_by = $5
                where case_ref = $1""",
            case,
            *columns,
        )


def _shown(record: dict[str, Any]) -> View:
    return {name: record[name] for name in _SHOWN}
