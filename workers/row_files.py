"""Files of rows: CSV with a heading, or JSON lines; read row by row, each with the line in which it begins."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

STANDARD_INPUT = Path("-")


class NotRows(Exception):
    """The file can't be read as a whole: no table, no JSON lines, not UTF-8."""


class Row(NamedTuple):
    """One row as it was written, and the line in which it begins; or why it can't be read."""

    line: int
    fields: Mapping[str, Any]
    unreadable: str | None = None


class Layout(NamedTuple):
    """What a file has rows of."""

    each: str
    """What a row is: ``an agency``."""
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    """Columns without which a table isn't read."""
    of_cells: Callable[[dict[str, str]], dict[str, Any]]
    """From the cells that aren't empty to fields as JSON has them."""


def name_of(file: Path) -> str:
    """How a file is named in what is told of it."""
    return "standard input" if file == STANDARD_INPUT else str(file)


@contextmanager
def opened(file: Path) -> Iterator[tuple[Iterable[str], str]]:
    """The lines of a file, ``-`` being standard input, and its name. Raises ``NotRows``, also while it is read."""
    name = name_of(file)
    try:
        if file == STANDARD_INPUT:
            yield sys.stdin, name
        else:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                yield stream, name
    except OSError as exc:
        raise NotRows(f"{name}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise NotRows(f"{name}: not UTF-8") from exc


def rows(stream: Iterable[str], name: str, layout: Layout) -> Iterator[Row]:
    """By the first line that isn't empty: JSON lines begin with a brace."""
    lines = iter(stream)
    for number, line in enumerate(lines, start=1):
        first = line.removeprefix("\ufeff")
        if first.lstrip().startswith(("{", "[")):
            yield from _json_lines(chain([first], lines), number, layout)
        elif first.strip():
            yield from _table(first, lines, f"{name}:{number}", number, layout)


def _json_lines(lines: Iterable[str], number: int, layout: Layout) -> Iterator[Row]:
    for line_number, line in enumerate(lines, start=number):
        if not line.strip():
            continue
        try:
            fields = json.loads(line.strip(), object_pairs_hook=_each_once)
        except json.JSONDecodeError as exc:
            yield Row(line_number, {}, f"not JSON: {exc.msg}, column {exc.colno}")
            continue
        except RecursionError:
            yield Row(line_number, {}, f"not {layout.each}: nested too deeply")
            continue
        except ValueError as exc:
            yield Row(line_number, {}, f"not {layout.each}: {exc}")
            continue
        is_object = isinstance(fields, dict)
        yield Row(
            line_number, fields, None if is_object else f"each line is a JSON object, {_one(layout.each)}"
        )


def _one(each: str) -> str:
    return f"one {each.partition(' ')[2]}"


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice}: given twice")
    return fields


def _table(heading: str, lines: Iterable[str], place: str, number: int, layout: Layout) -> Iterator[Row]:
    semicolons = ";" in heading and "," not in heading
    table = csv.reader(chain([heading], lines), delimiter=";" if semicolons else ",", strict=True)
    begins = number
    try:
        columns = [column.strip() for column in next(table)]
        _ensure_columns(columns, place, layout)
        begins = number + table.line_num
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield _row(begins, columns, cells, layout)
            begins = number + table.line_num
    except csv.Error as exc:
        yield Row(begins, {}, f"not CSV: {exc}")


def _ensure_columns(columns: list[str], place: str, layout: Layout) -> None:
    """A heading that is wrong makes every line wrong: nothing else is looked at."""
    for column in columns:
        if column not in layout.columns:
            raise NotRows(f"{place}: no such column: {column!r}; columns are {', '.join(layout.columns)}")
        if columns.count(column) > 1:
            raise NotRows(f"{place}: column {column}: given twice")
    for column in layout.needed:
        if column not in columns:
            raise NotRows(f"{place}: column {column}: missing")


def _row(line: int, columns: list[str], cells: list[str], layout: Layout) -> Row:
    """An empty cell says nothing."""
    if len(cells) != len(columns):
        return Row(line, {}, f"{len(cells)} cells under {len(columns)} columns")
    written = {column: cell.strip() for column, cell in zip(columns, cells, strict=True) if cell.strip()}
    return Row(line, layout.of_cells(written))
