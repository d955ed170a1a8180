"""Rows of a release register as a file has them: the data of ``custody.release-date``, and the case."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from domain.custody.facts import ReleaseDateSet
from domain.events import Fact
from domain.inbox import InboundFact
from workers.gateway.cloud_events import from_structured
from workers.gateway.faults import FieldFault
from workers.gateway.problems import Problem
from workers.row_files import Layout, Row

_WHEN_AND_WHO = tuple(Fact.model_fields)
_OWN = tuple(name for name in ReleaseDateSet.model_fields if name not in _WHEN_AND_WHO)
COLUMNS = ("case", *_OWN, *_WHEN_AND_WHO)
NEEDED = ("case", "person", "jurisdiction", "entry", "kind", "release_date", "supervision_end")
"""Without a column of its own, no supervision would ever end, and no release be known."""

_OF_THE_ENVELOPE = {"subject": "case"}


class Sender(NamedTuple):
    """In whose name the rows of a file are told, and as of when."""

    source: str
    at: str | None = None
    """When the register stood as the file has it; counts where a row doesn't say."""


class Wrong(Exception):
    """A row that can't be told, each fault as a sentence."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def _of_cells(written: dict[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = dict(written)
    year = written.get("birth_year", "")
    if year.isascii() and year.isdecimal():
        fields["birth_year"] = int(year)
    return fields


RELEASES = Layout("a release", COLUMNS, NEEDED, _of_cells)


def event(event_id: str, source: str, case: object, data: Mapping[str, Any]) -> dict[str, Any]:
    """A row as an event on its way to the gateway."""
    attributes = {"specversion": "1.0", "id": event_id, "source": source, "type": ReleaseDateSet.TYPE}
    return attributes | ({"subject": case} if case is not None else {}) | {"data": dict(data)}


def judged(row: Row, sender: Sender) -> InboundFact:
    """The row as the gateway would take it, which judges it in the same way; raises ``Wrong``."""
    if row.unreadable is not None:
        raise Wrong(row.unreadable)
    data = dict(row.fields)
    case = data.pop("case", None)
    if sender.at is not None and data.get("at") is None:
        data["at"] = sender.at
    try:
        written = json.dumps(event("row", sender.source, case, data), ensure_ascii=False).encode()
    except UnicodeEncodeError as exc:
        raise Wrong("holds half a character, which is no UTF-8") from exc
    try:
        (fact,) = from_structured(written)
    except Problem as problem:
        raise Wrong(*(in_row(fault).sentence for fault in problem.details.errors)) from problem
    assert isinstance(fact, InboundFact)
    return fact


def in_row(fault: FieldFault) -> FieldFault:
    """The fault of an event, by the name of its column."""
    column = _OF_THE_ENVELOPE.get(fault.field, fault.field.removeprefix("data."))
    return fault.model_copy(update={"field": column})
