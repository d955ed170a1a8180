"""What ``verify`` compares with the fold of the ledger: the state of each stream, and what is projected from it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import asyncpg
from pydantic import ValidationError

from activities.postgres.checks import Fault, Rows
from activities.postgres.projection import case_columns, kind_of, next_due
from domain.addresses import case_id
from domain.events import Envelope
from domain.fold_version import fold_version
from domain.streams import StreamState, fold_all, initial_state, state_from_json

STORED_STREAMS = """
select *, seal = seal_of(head_hash, fold, state) as sealed from stream where case_ref = $1 order by stream
"""


class Compared(NamedTuple):
    faults: tuple[Fault, ...]
    outdated: tuple[str, ...]
    """Streams whose state an earlier version has stored, and today's fold comes to another."""


def compare(file: asyncpg.Record, streams: Rows, envelopes: Iterable[Envelope]) -> Compared:
    recorded: dict[str, list[Envelope]] = {}
    for event in envelopes:
        recorded.setdefault(event.stream, []).append(event)
    faults: list[Fault] = []
    outdated: list[str] = []
    known: dict[str, StreamState | None] = {}
    for stored in (each for each in streams if each["stream"] in recorded):
        name = stored["stream"]
        known[name] = folded = fold_all(name, recorded[name])
        if folded.model_dump(mode="json") != stored["state"]:
            if _is_of_another_version(stored, folded):
                outdated.append(name)
                known[name] = _as_stored(stored)
            else:
                what = "the stored state isn't the fold of its events"
                faults.append(Fault(kind="state", where=name, what=what))
        faults.extend(_due_and_kind(stored, known[name]))
    faults.extend(_case_columns(file, known))
    return Compared(tuple(faults), tuple(outdated))


def _is_of_another_version(stored: asyncpg.Record, folded: StreamState) -> bool:
    """And untouched since that version has stored it."""
    return bool(stored["sealed"]) and stored["fold"] != fold_version(folded)


def _as_stored(stored: asyncpg.Record) -> StreamState | None:
    """None where today's code can't read it."""
    try:
        return state_from_json(stored["stream"], stored["state"])
    except ValidationError:
        return None


def _due_and_kind(stored: asyncpg.Record, state: StreamState | None) -> Iterator[Fault]:
    if state is not None:
        expected = {"kind": kind_of(stored["stream"]), "next_due": next_due(state)}
        yield from _projected(expected, stored, stored["stream"])


def _case_columns(file: asyncpg.Record, known: dict[str, StreamState | None]) -> Iterator[Fault]:
    """What cases are listed by is projected from the case's own stream."""
    own = case_id(file["case_ref"])
    state = known.get(own, initial_state(own))
    if state is not None and (columns := case_columns(state)) is not None:
        yield from _projected(columns._asdict(), file, f"case file {file['case_ref']}")


def _projected(expected: Mapping[str, object], row: asyncpg.Record, where: str) -> Iterator[Fault]:
    for name, value in expected.items():
        if row[name] != value:
            yield Fault(kind="projection", where=where, what=f"{name} isn't what its events come to")
