"""Files of CloudEvents: a JSON object, an array, or JSON lines; each event with the place where it stands."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

STANDARD_INPUT = Path("-")


class NotEvents(Exception):
    """The file can't be read, or isn't JSON; names file and line."""


@dataclass(frozen=True)
class Placed:
    """One event as it was written."""

    json: str
    place: str
    """``events.jsonl:12``, or ``events.json, event 3`` of an array."""


def read(file: Path) -> Iterator[Placed]:
    """The events of a file in their order; ``-`` is standard input."""
    if file == STANDARD_INPUT:
        yield from _events(sys.stdin, "standard input")
        return
    try:
        with file.open(encoding="utf-8") as stream:
            yield from _events(stream, str(file))
    except OSError as exc:
        raise NotEvents(f"{file}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise NotEvents(f"{file}: not UTF-8") from exc


def _events(stream: TextIO, name: str) -> Iterator[Placed]:
    number, first = _first_line(stream)
    if _is_complete(first) and not first.startswith("["):
        yield from _lines(stream, name, number, first)
    else:
        yield from _document(first + stream.read(), name, number)


def _first_line(stream: TextIO) -> tuple[int, str]:
    for number, line in enumerate(stream, start=1):
        if line.strip():
            return number, line
    return 1, ""


def _is_complete(line: str) -> bool:
    try:
        json.loads(line)
    except json.JSONDecodeError:
        return False
    return True


def _lines(stream: TextIO, name: str, number: int, first: str) -> Iterator[Placed]:
    yield Placed(first.strip(), f"{name}:{number}")
    for later, line in enumerate(stream, start=number + 1):
        if line.strip():
            _parsed(line.strip(), name, later)
            yield Placed(line.strip(), f"{name}:{later}")


def _document(text: str, name: str, number: int) -> Iterator[Placed]:
    if not text.strip():
        return
    content = _parsed(text, name, number)
    if not isinstance(content, list):
        yield Placed(json.dumps(content), f"{name}:{number}")
        return
    for place, event in enumerate(content, start=1):
        yield Placed(json.dumps(event), f"{name}, event {place}")


def _parsed(text: str, name: str, number: int) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as exc:
        raise NotEvents(f"{name}:{number + exc.lineno - 1}: not JSON: {exc.msg}, column {exc.colno}") from exc
