"""A register on its way: its rows, judged right, in a file of their own that nobody else sees.

Nothing may be sent before the last row is judged, and standard input is read only once. SQLite keeps what doesn't fit
into its few pages of memory in a file without a name, which is gone with the connection.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple, Self

from pydantic_core import to_json

from domain.custody.facts import ReleaseDateSet
from domain.inbox import InboundFact

_PRIVATE_FILE = ""
_SCHEMA = """
create table row (case_ref text primary key, line integer not null, jurisdiction text not null, data text not null)
without rowid
"""


class StagedRow(NamedTuple):
    case: str
    line: int
    data: dict[str, Any]

    @property
    def release(self) -> ReleaseDateSet:
        return ReleaseDateSet.model_validate_json(to_json(self.data), strict=True)


class Staged:
    """The rows of a file, one for each case."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store
        self.count = 0

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator[Self]:
        with closing(sqlite3.connect(_PRIVATE_FILE)) as store:
            store.execute(_SCHEMA)
            yield cls(store)

    def add(self, line: int, fact: InboundFact) -> int | None:
        """Returns the line of the row that the case has already, where it has one."""
        added = self._store.execute(
            "insert into row values (?, ?, ?, ?) on conflict do nothing",
            (fact.case, line, fact.data["jurisdiction"], json.dumps(fact.data, sort_keys=True)),
        )
        if added.rowcount == 0:
            found = self._store.execute("select line from row where case_ref = ?", (fact.case,))
            return int(found.fetchone()[0])
        self.count += 1
        return None

    def jurisdictions(self) -> list[str]:
        return [name for (name,) in self._store.execute("select distinct jurisdiction from row order by 1")]

    def pages(self, most: int) -> Iterator[list[StagedRow]]:
        """All rows, in the order of their cases."""
        after = ""
        while page := self._after(after, most):
            yield page
            after = page[-1].case

    def among(self, cases: Collection[str]) -> set[str]:
        """Those of the cases that have a row."""
        wanted = json.dumps(list(cases))
        found = self._store.execute(
            "select case_ref from row where case_ref in (select value from json_each(?))", (wanted,)
        )
        return {case for (case,) in found}

    def _after(self, case: str, most: int) -> list[StagedRow]:
        rows = self._store.execute(
            "select case_ref, line, data from row where case_ref > ? order by case_ref limit ?", (case, most)
        )
        return [StagedRow(case, line, json.loads(data)) for case, line, data in rows]
