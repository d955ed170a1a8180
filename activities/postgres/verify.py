"""Is the ledger what was written? Every hash, position, version, column and folded state, computed anew."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import asyncpg
from pydantic import BaseModel, ConfigDict

from activities.postgres import checks, stored_states
from activities.postgres.checks import Fault, Rows
from activities.postgres.errors import UnknownCase
from activities.postgres.pool import Pool, connected
from activities.postgres.stored_states import STORED_STREAMS
from domain.events import Envelope, StreamRewound


class Rewind(BaseModel):
    """An operator ran a workflow again from an earlier point: no fault, but named."""

    model_config = ConfigDict(frozen=True)
    stream: str
    version: int
    kept: int
    discarded: tuple[int, int]


class Verified(BaseModel):
    model_config = ConfigDict(frozen=True)
    case: str
    events: int
    streams: int
    faults: tuple[Fault, ...]
    rewinds: tuple[Rewind, ...]
    outdated: tuple[str, ...] = ()
    """Streams whose state an earlier version has stored, and today's fold comes to another: to be rebuilt."""

    @property
    def green(self) -> bool:
        return not self.faults


async def verify(pool: Pool, case: str) -> Verified:
    """All that can be wrong with the ledger of a case; raises ``UnknownCase``."""
    async with (
        connected(pool) as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        file = await connection.fetchrow("select * from case_file where case_ref = $1", case)
        if file is None:
            raise UnknownCase(case)
        rows = await connection.fetch("select * from ledger where case_ref = $1 order by position", case)
        streams = await connection.fetch(STORED_STREAMS, case)
    # A long ledger takes its time: whoever else lives in this process goes on meanwhile.
    return await asyncio.to_thread(_judged, file, rows, streams)


def _judged(file: asyncpg.Record, rows: Rows, streams: Rows) -> Verified:
    faults = [*checks.chain(rows), *checks.head(rows, file)]
    readable, unreadable = checks.read(rows)
    faults += unreadable
    outdated: tuple[str, ...] = ()
    if not unreadable:
        faults += [*checks.columns(rows, readable), *checks.streams(streams, readable, rows)]
        wrong, outdated = stored_states.compare(file, streams, readable)
        faults += wrong
    return Verified(
        case=file["case_ref"],
        events=len(rows),
        streams=len({row["stream"] for row in rows}),
        faults=tuple(faults),
        rewinds=tuple(_rewinds(readable)),
        outdated=outdated,
    )


async def verify_all(pool: Pool) -> AsyncIterator[Verified]:
    """Case by case, in the order of their references."""
    after = ""
    while (case := await _next_case(pool, after)) is not None:
        yield await verify(pool, case)
        after = case


async def _next_case(pool: Pool, after: str) -> str | None:
    async with connected(pool) as connection:
        found: str | None = await connection.fetchval(
            "select case_ref from case_file where case_ref > $1 order by case_ref limit 1", after
        )
    return found


def _rewinds(envelopes: list[Envelope]) -> Iterator[Rewind]:
    for event in envelopes:
        if event.type == StreamRewound.TYPE:
            rewound = StreamRewound.model_validate(event.data)
            yield Rewind(
                stream=event.stream, version=event.version, kept=rewound.kept, discarded=rewound.discarded
            )
