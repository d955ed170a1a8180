"""Files of agencies: CSV with a heading, or JSON lines; whatever is wrong in them, named with its place."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, to_json

from domain.agencies.agency import Agency, AgencyDetails
from workers.gateway.faults import faults

STANDARD_INPUT = Path("-")
COLUMNS = ("member", *AgencyDetails.model_fields)
NEEDED = tuple(name for name in COLUMNS if Agency.model_fields[name].is_required())
_WORDS = {"true": True, "false": False}


class NotAgencies(Exception):
    """The file can't be read as a whole: no table, no JSON lines, not UTF-8."""


class Row(NamedTuple):
    """One agency as it was written, and the line in which it begins; or why it can't be read."""

    line: int
    fields: Mapping[str, Any]
    unreadable: str | None = None


class Read(NamedTuple):
    """What a file holds: the agencies, and a sentence for everything that is wrong."""

    agencies: tuple[Agency, ...]
    wrong: tuple[str, ...]


def read(file: Path) -> Read:
    """All agencies of a file, ``-`` being standard input; raises ``NotAgencies``."""
    if file == STANDARD_INPUT:
        return _read(sys.stdin, "standard input")
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return _read(stream, str(file))
    except OSError as exc:
        raise NotAgencies(f"{file}: {exc.strerror}") from exc


def _read(stream: Iterable[str], name: str) -> Read:
    agencies: dict[str, Agency] = {}
    lines: dict[str, int] = {}
    wrong: list[str] = []
    try:
        for row in _rows(stream, name):
            place = f"{name}:{row.line}"
            agency = _agency(row, place, wrong)
            if agency is None:
                continue
            if agency.member in lines:
                first = lines[agency.member]
                wrong.append(f"{place}: member ({agency.member!r}): named twice, first in line {first}")
            agencies.setdefault(agency.member, agency)
            lines.setdefault(agency.member, row.line)
    except UnicodeDecodeError as exc:
        raise NotAgencies(f"{name}: not UTF-8") from exc
    if not agencies and not wrong:
        raise NotAgencies(f"{name}: no agencies in it")
    return Read(tuple(agencies.values()), tuple(wrong))


def _agency(row: Row, place: str, wrong: list[str]) -> Agency | None:
    if row.unreadable is not None:
        wrong.append(f"{place}: {row.unreadable}")
        return None
    try:
        return Agency.model_validate_json(to_json(row.fields), strict=True)
    except PydanticSerializationError:
        wrong.append(f"{place}: holds half a character, which is no UTF-8")
    except ValidationError as exc:
        for fault in faults(exc.errors()):
            value = f" ({fault.value!r})" if fault.value is not None else ""
            wrong.append(f"{place}: {fault.field}{value}: {fault.reason}")
    return None


def _rows(stream: Iterable[str], name: str) -> Iterator[Row]:
    """By the first line that isn't empty: JSON lines begin with a brace."""
    lines = iter(stream)
    for number, line in enumerate(lines, start=1):
        first = line.removeprefix("\ufeff")
        if first.strip():
            rest = chain([first], lines)
            is_json = first.lstrip().startswith(("{", "["))
            yield from _json_lines(rest, number) if is_json else _table(list(rest), number, name)


def _json_lines(lines: Iterable[str], number: int) -> Iterator[Row]:
    for line_number, line in enumerate(lines, start=number):
        if not line.strip():
            continue
        try:
            fields = json.loads(line.strip(), object_pairs_hook=_each_once)
        except json.JSONDecodeError as exc:
            yield Row(line_number, {}, f"not JSON: {exc.msg}, column {exc.colno}")
            continue
        except RecursionError:
            yield Row(line_number, {}, "not an agency: nested too deeply")
            continue
        except ValueError as exc:
            yield Row(line_number, {}, f"not an agency: {exc}")
            continue
        is_object = isinstance(fields, dict)
        yield Row(line_number, fields, None if is_object else "each line is a JSON object, one agency")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice}: given twice")
    return fields


def _table(lines: list[str], number: int, name: str) -> Iterator[Row]:
    semicolons = ";" in lines[0] and "," not in lines[0]
    table = csv.reader(lines, delimiter=";" if semicolons else ",", strict=True)
    columns: list[str] = []
    begins = number
    try:
        columns = [column.strip() for column in next(table)]
        _ensure_columns(columns, f"{name}:{number}")
        begins = number + table.line_num
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield _row(begins, columns, cells)
            begins = number + table.line_num
    except csv.Error as exc:
        yield Row(begins, {}, f"not CSV: {exc}")


def _ensure_columns(columns: list[str], place: str) -> None:
    """A heading that is wrong makes every line wrong: nothing else is looked at."""
    for column in columns:
        if column not in COLUMNS:
            raise NotAgencies(f"{place}: no such column: {column!r}; columns are {', '.join(COLUMNS)}")
        if columns.count(column) > 1:
            raise NotAgencies(f"{place}: column {column}: given twice")
    for column in NEEDED:
        if column not in columns:
            raise NotAgencies(f"{place}: column {column}: missing")


def _row(line: int, columns: list[str], cells: list[str]) -> Row:
    """An empty cell says nothing. ``activities`` are separated by blanks."""
    if len(cells) != len(columns):
        return Row(line, {}, f"{len(cells)} cells under {len(columns)} columns")
    fields: dict[str, Any] = {
        column: cell.strip() for column, cell in zip(columns, cells, strict=False) if cell.strip()
    }
    if "activities" in fields:
        fields["activities"] = fields["activities"].split()
    if "unavailable" in fields:
        fields["unavailable"] = _WORDS.get(fields["unavailable"].lower(), fields["unavailable"])
    return Row(line, fields)
