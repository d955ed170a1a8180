"""A policy pack as it is shipped: the values that cases are given, and beside them where each comes from.

A version that cases are pinned to is never edited: a change is a new version, which says from when it is in force.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.policy import Policy
from domain.span import PlainSpan

FOR_ALL = "mates"
"""The pack of every jurisdiction that has none of its own."""


class Rule(NamedTuple):
    """One rule as a pack writes it."""

    value: object
    source: str
    pack: str
    """The pack that says so: this one, or the one that it is inherited from."""


class Pack(BaseModel):
    """One version of a pack."""

    model_config = ConfigDict(frozen=True)

    policy: Policy
    valid_from: date
    extends: str | None = None
    applies_to: tuple[str, ...] = ()
    """The jurisdictions it is for."""
    rules: dict[str, Rule]
    """By their names: ``preparation.opens``."""

    @property
    def name(self) -> str:
        return self.policy.name

    @property
    def reference(self) -> str:
        return self.policy.reference

    def is_own(self, rule: str) -> bool:
        return self.rules[rule].pack == self.reference


class Difference(NamedTuple):
    """A rule that isn't the same in two packs; None where a pack doesn't have it."""

    rule: str
    before: Rule | None
    after: Rule | None


def differences(before: Pack, after: Pack) -> list[Difference]:
    """By value: who says so, and by which source, makes no difference to a case."""
    names = dict.fromkeys([*before.rules, *after.rules])
    pairs = (Difference(name, before.rules.get(name), after.rules.get(name)) for name in names)
    return [each for each in pairs if _value(each.before) != _value(each.after)]


def _value(rule: Rule | None) -> object:
    return rule.value if rule is not None else None


def in_force(packs: Sequence[Pack], day: date, jurisdiction: str | None, named: str | None = None) -> Pack:
    """The pack by which a case goes that begins on this day.

    ``named``: the pack that was asked for, in the version that is in force, or in the very one that it names. Else
    the pack for the jurisdiction; else that for all.
    """
    if named is not None:
        exactly = [each for each in packs if named in (each.reference, each.name)]
        return _newest(exactly, day) or exactly[0]
    own = [each for each in packs if jurisdiction in each.applies_to]
    for_all = [each for each in packs if each.name == FOR_ALL]
    return _newest(own, day) or _newest(for_all, day) or for_all[0]


def _newest(packs: Iterable[Pack], day: date) -> Pack | None:
    valid = [each for each in packs if each.valid_from <= day]
    return max(valid, key=lambda each: (each.valid_from, each.policy.version), default=None)


def opening_day(
    packs: Sequence[Pack],
    opens_on: Callable[[PlainSpan], date | None],
    jurisdiction: str | None,
    named: str | None = None,
) -> date | None:
    """The first day on which a case is to be open by the pack that is in force on that very day.

    ``opens_on``: the day that a lead time comes to.
    """
    turns = sorted({date.min, *(each.valid_from for each in packs)})
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        opens = opens_on(in_force(packs, turn, jurisdiction, named).policy.opens)
        if opens is None:
            return None
        if following is None or max(opens, turn) < following:
            return max(opens, turn)
    raise AssertionError("unreachable")
