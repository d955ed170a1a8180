"""Procedures and interrupts: each cell of the table is what the rules do."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

import docs
from docs.interrupts import PAGE, Cell, page, table
from domain.obligations.obligation import Obligation
from domain.vocabulary import ObligationKind
from tests.unit.interrupting import INTERRUPTS, interrupted
from tests.unit.pending import PENDING, POLICE
from tests.unit.simulated import Owed, Simulated

TABLE = table()
CELLS = [(row, interrupt) for row in TABLE.rows for interrupt in TABLE.interrupts]


@cache
def pending(row: str) -> Simulated:
    return PENDING[row]()


@pytest.mark.parametrize(("row", "interrupt"), CELLS)
def test_what_is_pending_becomes_what_the_table_says(row: str, interrupt: str) -> None:
    before = pending(row)
    after = interrupted(before, interrupt)
    cell, kinds = TABLE.rows[row].cells[interrupt], TABLE.rows[row].kinds
    waiting = [each for each in before.open() if each.obligation.kind in kinds]
    said = {each.obligation.id: _said(cell, each.obligation) for each in waiting}
    assert {each.obligation.id: _became(each, before, after) for each in waiting} == said
    known = {each.obligation.id for each in before.open()}
    new = {each.obligation.kind for each in after.open() if each.obligation.id not in known}
    assert new & set(kinds) == set(cell.raises)


@pytest.mark.parametrize("row", TABLE.rows)
def test_of_each_kind_that_a_procedure_owes_something_is_pending(row: str) -> None:
    assert {each.obligation.kind for each in pending(row).open()} >= set(TABLE.rows[row].kinds)


def test_every_kind_of_obligation_and_every_interrupt_has_its_cells() -> None:
    kinds = {kind for row in TABLE.rows.values() for kind in row.kinds}
    assert kinds == set(get_args(ObligationKind))
    assert list(TABLE.interrupts) == list(INTERRUPTS)
    assert list(TABLE.rows) == list(PENDING)


def test_who_leaves_the_network_is_not_asked_any_more_how_it_went() -> None:
    case = pending("closing").copied()
    case.tell("network.member-answered", member=POLICE, answer="withdrawn")
    asked = [each.obligation for each in case.owed() if each.obligation.kind == "evaluate"]
    assert [(each.owner, each.reason) for each in asked if each.state == "lapsed"] == [
        (POLICE, "they have left the network")
    ]


def test_the_printed_page_is_current() -> None:
    assert docs.__file__ is not None
    assert Path(docs.__file__).with_name(PAGE).read_text("utf-8") == page()


class Fate(NamedTuple):
    """What an obligation has come to, in the words of the table."""

    state: str
    owner: str | None = None
    moved: str | None = None


def _said(cell: Cell, waiting: Obligation) -> Fate:
    about = waiting.id.rpartition(f"{waiting.kind}:")[2]
    fate = cell.of(waiting.kind, _last_part(waiting, about))
    if fate.startswith(("lapses: ", "comes back")):
        return Fate(fate)
    parts = fate.split(" and ")
    owner = next((each.removeprefix("passes to ") for each in parts if each.startswith("passes to ")), None)
    return Fate("open", owner, next((each for each in parts if each.startswith("moves")), None))


def _last_part(waiting: Obligation, about: str) -> str:
    """Of an evaluation, who it is of: its id begins with the end of supervision."""
    return about.partition(":")[2] if waiting.kind == "evaluate" else about


def _became(waiting: Owed, before: Simulated, after: Simulated) -> Fate:
    was = waiting.obligation
    latest = [each for each in after.owed() if each.obligation.id == was.id][-1]
    now = latest.obligation
    if now.state != "open":
        return Fate(f"lapses: {now.reason}" if now.state == "lapsed" else now.state)
    if latest.procedure != waiting.procedure or was.id in _lapsed_since(before, after):
        return Fate("comes back" if (now.owner, now.due) == (was.owner, was.due) else "comes back changed")
    return Fate("open", now.owner if now.owner != was.owner else None, _moved(was, now, before, after))


def _moved(was: Obligation, now: Obligation, before: Simulated, after: Simulated) -> str | None:
    if now.due == was.due:
        return None
    old, new = before.state.release.settled, after.state.release.settled
    if old is not None and new is not None and now.due.date() - was.due.date() == new - old != new - new:
        return "moves with the release"
    return "moves earlier" if now.due < was.due else "moves later"


def _lapsed_since(before: Simulated, after: Simulated) -> Iterator[str]:
    lapsed = [each for each in after.recorded if each.type == "throughcare.obligation.lapsed.v1"]
    yield from (each.data["obligation"] for each in lapsed if each.version > len(before.recorded))
