"""A row of a release register beside what we hold of its case: what it says anew, field by field.

We hold what the facts of the case amount to, whoever told them: a register that repeats what a prison has reported
says nothing new.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.custody.facts import PersonTransferred, ReleaseDateSet
from domain.person.identity import path
from domain.register import REGISTER_TYPES, KeptFact, not_withdrawn, registered, standing

HELD_TYPES = (*REGISTER_TYPES, PersonTransferred.TYPE)
"""The facts that a row is compared with."""

STATED = ("jurisdiction", "entry", "kind", "release_date", "supervision_end", "supervision_start")
"""What every row states: one of them left out says that there is none."""
WHERE_GIVEN = ("office", "establishment", "birth_year", "gender", "reported_level", "policy")
"""What a row may leave open."""

Value = str | int | None


class Held(NamedTuple):
    """What we hold of one case."""

    persons: Sequence[str]
    """The references of its person: as the register has it, then those it was merged into. Empty: no such case."""
    fields: dict[str, Value]
    upon: str
    """The newest fact about it, by source and id: what a row that says something else would be told upon."""


class Difference(NamedTuple):
    field: str
    theirs: Value
    ours: Value


NOTHING = Held((), {}, "")


def held(facts: Iterable[KeptFact]) -> Held:
    """What the facts of one case, in any order, amount to."""
    facts = not_withdrawn(facts)
    if not facts:
        return NOTHING
    upon = f"{facts[-1].source}#{facts[-1].id}"
    known = registered(facts)
    if known.record is None:
        return Held((), {}, upon)
    dates = known.model_dump(mode="json")
    stated = {name: dates["release_kind" if name == "kind" else name] for name in STATED}
    return Held(path(known.record, standing(facts)), stated | _given(facts), upon)


def _given(facts: Iterable[KeptFact]) -> dict[str, Value]:
    """Of each what was said last."""
    given: dict[str, Value] = dict.fromkeys(WHERE_GIVEN)
    for each in facts:
        if isinstance(each.fact, ReleaseDateSet | PersonTransferred):
            given |= each.fact.model_dump(mode="json", include=set(WHERE_GIVEN), exclude_none=True)
    return given


def differences(row: ReleaseDateSet, ours: Held) -> list[Difference]:
    """Where the row says something else; either reference of a person whose records were merged is right."""
    theirs = row.model_dump(mode="json")
    compared = (*STATED, *(name for name in WHERE_GIVEN if theirs[name] is not None))
    found = [
        Difference(name, theirs[name], ours.fields[name])
        for name in compared
        if theirs[name] != ours.fields[name]
    ]
    if row.person not in ours.persons:
        found.insert(0, Difference("person", row.person, ours.persons[-1]))
    return found
