"""Agencies as a file has them: CSV with a heading, or JSON lines; each with the line in which it begins."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from domain.agencies.agency import Agency, AgencyDetails

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


def rows(stream: Iterable[str], name: str) -> Iterator[Row]:
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
