"""The page on interrupts: what becomes of everything pending, procedure by procedure, from the table that says so."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.vocabulary import ObligationKind

PAGE = "interrupts.md"
TABLE = files("domain") / "interrupts" / "table.toml"
ALL = "*"
EVERYWHERE = "everywhere"
Phase = Literal["before-release", "after-release"]

INTRODUCTION = """# What interrupts a case, and what becomes of everything pending

This page is printed from `domain/interrupts/table.toml` (`make docs`); a test sees to it that it is current, and for
every cell a test brings a case to where the procedure is pending, interrupts it, and looks at each obligation.

- **stays**: open as before, with the same owner and the same date.
- **moves**: open, with another date; *with the release*: by as many days as the release.
- **passes to**: open, owed by somebody else from now on. In the examples cases go from
  the area `eu` to `elsewhere`.
- **lapses**: no longer owed, with the reason that is on record.
- **comes back**: it has lapsed, and is open again as it was.
- **raises**: something of these kinds is owed anew.

A release date that moves is announced at first: until it has stood for the hold time (`preparation.hold` of the policy,
8 hours in `mates`) all is owed by the date before, and the case view says until when (`release_held`). What
stands below is so from then on; only prison's confirmation goes by the newest date at once.

Whatever interrupts a case, after whichever of its facts: nothing stays open that nobody can meet.

## The interrupts

| | what happens |
|---|---|
"""
HEADING = """
## {title}

{when}. Pending: {kinds}.

| interrupt | what becomes of it | why |
|---|---|---|
"""


class Cell(BaseModel):
    """What becomes of what is pending in one procedure at one interrupt, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    becomes: dict[str, str]
    """By kind, or by kind and what it is about; ``*`` is every other."""
    raises: tuple[ObligationKind, ...] = ()
    why: str

    def of(self, kind: str, about: str) -> str:
        return self.becomes.get(f"{kind}/{about}") or self.becomes.get(kind) or self.becomes[ALL]


class Row(BaseModel):
    """One procedure, and where it stands when it is interrupted."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str
    phase: Phase
    when: str
    kinds: tuple[ObligationKind, ...]
    cells: dict[str, Cell]
    """By interrupt: every one of them has its cell."""


class Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    interrupts: dict[str, str]
    rows: dict[str, Row]


def table() -> Table:
    """The table with every cell filled in; ``KeyError`` names one that is missing."""
    written = tomllib.loads(TABLE.read_text("utf-8"))
    interrupts = written.pop("interrupts")
    general = {name: written.pop(name) for name in (EVERYWHERE, "before-release", "after-release")}
    return Table.model_validate(
        {
            "interrupts": interrupts,
            "rows": {name: _row(name, row, interrupts, general) for name, row in written.items()},
        }
    )


def _row(
    name: str, row: dict[str, object], interrupts: dict[str, str], general: dict[str, dict[str, object]]
) -> dict[str, object]:
    own = {each: row.pop(each) for each in interrupts if each in row}
    cells = general[EVERYWHERE] | general[str(row["phase"])] | own
    missing = [each for each in interrupts if each not in cells]
    if missing:
        raise KeyError(f"{TABLE.name}: {name} has no cell for {', '.join(missing)}")
    return row | {"cells": {each: _cell(cells[each]) for each in interrupts}}


def _cell(written: object) -> object:
    assert isinstance(written, dict)
    becomes = written["becomes"]
    return written | {"becomes": {ALL: becomes} if isinstance(becomes, str) else becomes}


def page() -> str:
    known = table()
    return "".join(
        [INTRODUCTION, *_interrupts(known), *(part for row in known.rows.values() for part in _shown(row))]
    )


def _interrupts(known: Table) -> Iterator[str]:
    yield from (f"| {name.replace('-', ' ')} | {what} |\n" for name, what in known.interrupts.items())


def _shown(row: Row) -> Iterator[str]:
    yield HEADING.format(title=row.title, when=row.when, kinds=", ".join(f"`{kind}`" for kind in row.kinds))
    for interrupt, cell in row.cells.items():
        yield f"| {interrupt.replace('-', ' ')} | {_what(cell, row)} | {cell.why} |\n"


def _what(cell: Cell, row: Row) -> str:
    if list(cell.becomes) == [ALL]:
        parts = [cell.becomes[ALL]]
    else:
        parts = [f"`{_name(key, cell, row)}` {fate}" for key, fate in cell.becomes.items()]
    if cell.raises:
        parts.append(f"raises {', '.join(f'`{kind}`' for kind in cell.raises)}")
    return "; ".join(parts)


def _name(key: str, cell: Cell, row: Row) -> str:
    """The rest by their kinds."""
    others = [kind for kind in row.kinds if kind not in cell.becomes]
    return key.replace("/", ":") if key != ALL else "`, `".join(others)
