"""Policy packs as files: what a pack writes itself replaces what it inherits, rule by rule."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from activities.pack_faults import (
    Fault,
    FaultyPolicy,
    UnknownPolicy,
    invalid,
    nowhere,
    of_its_pack,
    out_of_order,
    unsourced,
)
from domain.pack import Pack, Rule
from domain.policy import Policy
from domain.vocabulary import Reference

_Rules = dict[str, Rule]
_Tree = dict[str, object]


class Head(BaseModel):
    """What a pack says of itself: needs no source."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}$")]
    version: Annotated[int, Field(ge=1, le=999_999)]
    valid_from: date
    extends: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}@[0-9]{1,6}$")] | None = None
    applies_to: tuple[Reference, ...] = ()

    @property
    def reference(self) -> str:
        return f"{self.name}@{self.version}"


def read_pack(file: str, text: str, pack: Callable[[str], Pack]) -> Pack:
    """The pack that is written in a file; raises ``FaultyPolicy``. ``pack``: gives the one that it extends."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise FaultyPolicy([Fault(file, "", None, str(exc))]) from exc
    head = _head(file, written)
    inherited = _extended(file, head, pack)
    body = {name: rules for name, rules in written.items() if name not in Head.model_fields}
    own = dict(_rules(body, head.reference))
    found = list(unsourced(file, body))
    rules = _replaced(inherited, own)
    try:
        policy = Policy.model_validate({"name": head.name, "version": head.version} | _values(rules))
    except ValidationError as exc:
        named = {fault.rule for fault in found}
        found += [fault for fault in invalid(file, exc) if fault.rule not in named]
        raise FaultyPolicy(found) from exc
    found += [*out_of_order(file, policy), *nowhere(file, policy, head.applies_to)]
    if found:
        raise FaultyPolicy([of_its_pack(fault, rules, head.reference) for fault in found])
    return Pack(
        policy=policy,
        valid_from=head.valid_from,
        extends=head.extends,
        applies_to=head.applies_to,
        rules=rules,
    )


def _head(file: str, written: _Tree) -> Head:
    try:
        return Head.model_validate({name: written[name] for name in Head.model_fields if name in written})
    except ValidationError as exc:
        raise FaultyPolicy(invalid(file, exc)) from exc


def _extended(file: str, head: Head, pack: Callable[[str], Pack]) -> _Rules:
    if head.extends is None:
        return {}
    if head.extends == head.reference:
        raise FaultyPolicy([Fault(file, "extends", head.extends, "a pack can't extend itself")])
    try:
        return pack(head.extends).rules
    except UnknownPolicy as exc:
        raise FaultyPolicy([Fault(file, "extends", head.extends, str(exc))]) from exc


def _rules(written: object, pack: str, *above: str) -> Iterator[tuple[str, Rule]]:
    match written:
        case {"value": value, "source": source, **others} if not others:
            yield ".".join(above), Rule(value, str(source), pack)
        case dict():
            for name, rule in written.items():
                yield from _rules(rule, pack, *above, name)


def _replaced(inherited: _Rules, own: _Rules) -> _Rules:
    """A rule that is written anew replaces the inherited one, with all that stands below it."""
    kept = {
        name: own.get(name, rule)
        for name, rule in inherited.items()
        if not any(name.startswith(f"{each}.") for each in own)
    }
    return kept | own


def _values(rules: _Rules) -> _Tree:
    """The tree that the rules' names describe, without their sources."""
    tree: _Tree = {}
    for name, rule in rules.items():
        *above, last = name.split(".")
        node = tree
        for each in above:
            below = node.get(each)
            node[each] = node = below if isinstance(below, dict) else {}
        node[last] = dict(rule.value) if isinstance(rule.value, dict) else rule.value
    return tree
