"""Policy packs as files: each rule with its source, and every fault of a file named at once."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from activities.errors import ActivityError
from activities.local_days import UnknownHolidays, UnknownTimeZone, ensure_known
from domain.pack import Pack, Rule
from domain.policy import Policy
from domain.vocabulary import Reference

ORDER = (
    "opens",
    "person_informed",
    "network_complete",
    "nominations",
    "items_supplied",
    "items_acknowledged",
    "assessment_concluded",
    "plan_agreed",
    "release_check",
)
"""The steps of a preparation, from first to last."""
NO_SUCH_RULE = "there is no such rule"

_Rules = dict[str, Rule]
_Tree = dict[str, object]


class UnknownPolicy(ActivityError):
    """No pack of this name, or not in this version."""


class Fault(NamedTuple):
    """What is wrong with a rule of a file."""

    file: str
    rule: str
    value: object
    """None where it is missing."""
    reason: str

    def __str__(self) -> str:
        rule = f" {self.rule}:" if self.rule else ""
        value = "" if self.value is None else f" {self.value!r}:"
        return f"{self.file}:{rule}{value} {self.reason}"


class FaultyPolicy(ActivityError):
    """A pack that no case may go by: every fault names the file, the rule, its value and the reason."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


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
    found = [Fault(file, *fault) for fault in _unsourced(body)]
    rules = _replaced(inherited, own)
    try:
        policy = Policy.model_validate({"name": head.name, "version": head.version} | _values(rules))
    except ValidationError as exc:
        raise FaultyPolicy([*found, *_invalid(file, exc)]) from exc
    found += [Fault(file, *fault) for fault in (*_out_of_order(policy), *_nowhere(policy, head))]
    if found:
        raise FaultyPolicy([_of_its_pack(fault, rules, head.reference) for fault in found])
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
        raise FaultyPolicy(_invalid(file, exc)) from exc


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


def _unsourced(written: object, *above: str) -> Iterator[tuple[str, object, str]]:
    match written:
        case {"value": _, "source": str(source), **others} if source.strip() and not others:
            return
        case dict() if not {"value", "source"} & set(written):
            for name, rule in written.items():
                yield from _unsourced(rule, *above, name)
        case _:
            reason = 'a rule is written { value = …, source = "…" }, with its source'
            yield ".".join(above), written, reason


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
            below = node.setdefault(each, {})
            if not isinstance(below, dict):
                break
            node = below
        node[last] = dict(rule.value) if isinstance(rule.value, dict) else rule.value
    return tree


def _invalid(file: str, error: ValidationError) -> list[Fault]:
    return [
        Fault(
            file,
            ".".join(str(part) for part in each["loc"]),
            None if each["type"] == "missing" else each["input"],
            NO_SUCH_RULE if each["type"] == "extra_forbidden" else each["msg"].removeprefix("Value error, "),
        )
        for each in error.errors()
    ]


def _out_of_order(policy: Policy) -> Iterator[tuple[str, object, str]]:
    """A step that comes before the one it builds on would be owed first."""
    for before, after in pairwise(ORDER):
        first, then = getattr(policy.preparation, before), getattr(policy.preparation, after)
        if then.length() > first.length():
            reason = f"comes before {before} ('{first}'), on which it builds"
            yield f"preparation.{after}", str(then), reason


def _nowhere(policy: Policy, head: Head) -> Iterator[tuple[str, object, str]]:
    """A jurisdiction whose days nobody could count."""
    for name, jurisdiction in policy.jurisdictions.items():
        try:
            ensure_known(jurisdiction)
        except UnknownTimeZone as exc:
            yield f"jurisdictions.{name}.timezone", jurisdiction.timezone, str(exc)
        except UnknownHolidays as exc:
            yield f"jurisdictions.{name}.holidays", jurisdiction.holidays, str(exc)
    for name in head.applies_to:
        if name not in policy.jurisdictions:
            yield "applies_to", name, f"its time zone and days off are needed, as [jurisdictions.{name}]"


def _of_its_pack(fault: Fault, rules: _Rules, reference: str) -> Fault:
    rule = rules.get(fault.rule)
    if rule is None or rule.pack == reference:
        return fault
    return fault._replace(reason=f"{fault.reason}; it is inherited from {rule.pack}")
