"""A row of a release register beside what we hold: what it says anew."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.case.facts import FactWithdrawn
from domain.custody.facts import PersonReturned, PersonTransferred, ReleaseDateSet
from domain.events import Fact
from domain.person.facts import PersonsMerged
from domain.register import KeptFact
from domain.register_rows import NOTHING, Difference, Held, differences, held

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
ROW: dict[str, Any] = {
    "person": "P-1",
    "jurisdiction": "eu",
    "entry": "sentence",
    "kind": "confirmed",
    "release_date": "2027-03-01",
    "supervision_end": "2030-03-01",
}


def row(**changed: object) -> ReleaseDateSet:
    return ReleaseDateSet.model_validate(ROW | changed)


def holding(*facts: Fact) -> Held:
    """Received day by day, in this order."""
    return held(
        KeptFact(number, "prison", f"e{number}", at, at, fact)
        for number, fact in enumerate(facts, start=1)
        for at in (fact.at or NOON + timedelta(days=number),)
    )


def test_nothing_is_held_of_a_case_that_nobody_has_told_of() -> None:
    assert holding() == NOTHING


def test_a_row_that_repeats_what_is_held_differs_in_nothing() -> None:
    assert differences(row(), holding(row())) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("jurisdiction", "gb-ew"), ("entry", "parole"), ("kind", "earliest"), ("release_date", "2027-04-01"),
     ("supervision_end", None), ("office", "harbour"), ("establishment", "north"), ("birth_year", 2001),
     ("gender", "f"), ("reported_level", "high"), ("policy", "mates@1"), ("person", "P-2")],
)  # fmt: skip
def test_every_field_that_says_something_else_is_named_with_both_values(field: str, value: Any) -> None:  # noqa: ANN401
    ours = holding(row())
    assert differences(row(**{field: value}), ours) == [Difference(field, value, ROW.get(field))]


def test_a_row_that_leaves_a_detail_open_doesnt_differ_in_it_but_in_a_date_it_does() -> None:
    ours = holding(row(establishment="north", office="harbour", reported_level="low"))
    assert differences(row(), ours) == []
    assert [each.field for each in differences(row(supervision_end=None), ours)] == ["supervision_end"]


def test_when_and_by_whom_it_is_said_is_no_difference() -> None:
    assert differences(row(at=NOON, by="prison:north"), holding(row())) == []


def test_what_others_have_told_is_held_as_well() -> None:
    moved = holding(row(establishment="north"), PersonTransferred(establishment="south"))
    assert differences(row(establishment="south"), moved) == []
    back = holding(row(), PersonReturned.model_validate({"reason": "recall", "kind": "unknown"}))
    assert [each.field for each in differences(row(), back)] == ["kind", "release_date"]


def test_of_merged_records_either_reference_is_right() -> None:
    ours = holding(row(), PersonsMerged.model_validate({"from": "P-1", "into": "P-2"}))
    assert differences(row(), ours) == differences(row(person="P-2"), ours) == []
    assert differences(row(person="P-3"), ours) == [Difference("person", "P-3", "P-2")]


def test_what_was_withdrawn_is_not_held() -> None:
    taken_back = FactWithdrawn(source="prison", id="e1", reason="a slip of the pen")
    ours = holding(row(), taken_back)
    assert (ours.persons, ours.fields) == ((), {})


def test_what_a_row_is_told_upon_moves_with_every_newer_fact_and_with_no_older_one() -> None:
    first, second = holding(row()), holding(row(), row(kind="earliest"))
    late = holding(row(), row(kind="earliest"), row(kind="conditional", at=NOON))
    assert (first.upon, second.upon) == ("prison#e1", "prison#e2")
    assert (late.upon, late.fields) == (second.upon, second.fields)
