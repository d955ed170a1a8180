"""What ``verify`` compares in the ledger: each check names what append can't have written."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Literal

import asyncpg
from pydantic import BaseModel, ConfigDict, ValidationError

from activities.postgres.chain import GENESIS, envelope_of, link
from domain.events import Envelope

Rows = list[asyncpg.Record]
FaultKind = Literal[
    "hash", "record", "column", "position", "version", "head", "stream", "state", "projection"
]


class Fault(BaseModel):
    """Something that append can't have written."""

    model_config = ConfigDict(frozen=True)
    kind: FaultKind
    where: str
    """The stream, or ``position <n>`` of the case."""
    what: str


def chain(rows: Rows) -> Iterator[Fault]:
    previous = GENESIS
    for position, row in enumerate(rows, start=1):
        where = f"position {row['position']}"
        if row["position"] != position:
            yield Fault(kind="position", where=where, what=f"position {position} is missing")
            return
        if link(previous, row["record"]) != row["hash"]:
            yield Fault(
                kind="hash", where=where, what="the hash isn't that of the record and the hash before"
            )
        previous = row["hash"]


def head(rows: Rows, file: asyncpg.Record) -> Iterator[Fault]:
    last = (rows[-1]["position"], rows[-1]["hash"]) if rows else (0, GENESIS)
    if last[0] != file["last_position"]:
        what = f"the ledger ends at position {last[0]}, the case's head is at {file['last_position']}"
        yield Fault(kind="head", where=f"position {last[0]}", what=what)
    elif last[1] != file["head_hash"]:
        yield Fault(kind="head", where=f"position {last[0]}", what="the case's head has another hash")


def read(rows: Rows) -> tuple[list[Envelope], list[Fault]]:
    envelopes: list[Envelope] = []
    faults: list[Fault] = []
    for row in rows:
        try:
            envelopes.append(envelope_of(row["record"]))
        except (ValueError, KeyError, ValidationError) as exc:
            what = f"the record is no event: {type(exc).__name__}"
            faults.append(Fault(kind="record", where=f"position {row['position']}", what=what))
    return envelopes, faults


_COLUMNS: dict[str, Callable[[Envelope], Any]] = {
    "case_ref": lambda event: event.case,
    "stream": lambda event: event.stream,
    "version": lambda event: event.version,
    "event_id": lambda event: event.id,
    "type": lambda event: event.type,
    "occurred_at": lambda event: event.occurred_at,
    "recorded_at": lambda event: event.recorded_at,
    "actor": lambda event: event.actor,
    "cause": lambda event: event.cause,
    "number": lambda event: event.number,
    "policy": lambda event: event.policy,
    "data": lambda event: event.data,
}


def columns(rows: Rows, envelopes: list[Envelope]) -> Iterator[Fault]:
    for row, event in zip(rows, envelopes, strict=True):
        differing = [name for name, recorded in _COLUMNS.items() if row[name] != recorded(event)]
        if json.loads(row["record"])["position"] != row["position"]:
            differing.append("position")
        for name in differing:
            yield Fault(
                kind="column", where=f"position {row['position']}", what=f"{name} differs from the record"
            )


def streams(stored_streams: Rows, envelopes: list[Envelope], rows: Rows) -> Iterator[Fault]:
    recorded: dict[str, list[Envelope]] = {}
    hashes: dict[str, bytes] = {}
    for event, row in zip(envelopes, rows, strict=True):
        recorded.setdefault(event.stream, []).append(event)
        hashes[event.stream] = row["hash"]
    stored = {row["stream"]: row for row in stored_streams}
    for name in sorted(recorded.keys() ^ stored.keys()):
        what = "it has events but no state" if name in recorded else "it has a state but no events"
        yield Fault(kind="stream", where=name, what=what)
    for name in sorted(recorded.keys() & stored.keys()):
        yield from _stream(name, recorded[name], hashes[name], stored[name])


def _stream(name: str, events: list[Envelope], newest: bytes, stored: asyncpg.Record) -> Iterator[Fault]:
    versions = [event.version for event in events]
    if versions != list(range(1, len(events) + 1)):
        yield Fault(kind="version", where=name, what="its versions, in the order of positions, have holes")
    if (stored["version"], stored["head_hash"]) != (versions[-1], newest):
        yield Fault(kind="stream", where=name, what="its head isn't its newest event")
