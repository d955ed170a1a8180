"""Files of agencies: all that is in them, and whatever is wrong, named with its place."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, to_json

from domain.agencies.agency import Agency
from workers.agency_rows import NotAgencies, Row, rows
from workers.gateway.faults import faults

STANDARD_INPUT = Path("-")


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
    found: dict[str, tuple[int, Agency]] = {}
    wrong: list[str] = []
    try:
        for row in rows(stream, name):
            place = f"{name}:{row.line}"
            agency = _agency(row, place, wrong)
            if agency is None:
                continue
            first, _ = found.setdefault(agency.member, (row.line, agency))
            if first != row.line:
                wrong.append(f"{place}: member ({agency.member!r}): named twice, first in line {first}")
    except UnicodeDecodeError as exc:
        raise NotAgencies(f"{name}: not UTF-8") from exc
    if not found and not wrong:
        raise NotAgencies(f"{name}: no agencies in it")
    return Read(tuple(agency for _, agency in found.values()), tuple(wrong))


def _agency(row: Row, place: str, wrong: list[str]) -> Agency | None:
    if row.unreadable is not None:
        wrong.append(f"{place}: {row.unreadable}")
        return None
    try:
        return Agency.model_validate_json(to_json(row.fields), strict=True)
    except PydanticSerializationError:
        wrong.append(f"{place}: holds half a character, which is no UTF-8")
    except ValidationError as exc:
        wrong += [f"{place}: {fault.sentence}" for fault in faults(exc.errors())]
    return None
