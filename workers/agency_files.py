"""Files of agencies: all that is in them, and whatever is wrong, named with its place."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, to_json

from domain.agencies.agency import Agency
from workers.agency_rows import AGENCIES
from workers.gateway.faults import faults
from workers.row_files import NotRows, Row, opened, rows


class Read(NamedTuple):
    """What a file holds: the agencies, and a sentence for everything that is wrong."""

    agencies: tuple[Agency, ...]
    wrong: tuple[str, ...]


def read(file: Path) -> Read:
    """All agencies of a file, ``-`` being standard input; raises ``NotRows``."""
    with opened(file) as (stream, name):
        return _read(stream, name)


def _read(stream: Iterable[str], name: str) -> Read:
    found: dict[str, tuple[int, Agency]] = {}
    wrong: list[str] = []
    for row in rows(stream, name, AGENCIES):
        place = f"{name}:{row.line}"
        agency = _agency(row, place, wrong)
        if agency is None:
            continue
        first, _ = found.setdefault(agency.member, (row.line, agency))
        if first != row.line:
            wrong.append(f"{place}: member ({agency.member!r}): named twice, first in line {first}")
    if not found and not wrong:
        raise NotRows(f"{name}: no agencies in it")
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
