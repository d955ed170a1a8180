"""Policy packs from their files: each rule with its source, and every fault of a file named at once."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

from pydantic import ValidationError

from activities.errors import ActivityError
from domain.policy import Policy

NAMES = ("name", "version")
"""What a pack says of itself: needs no source."""
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

_Faults = Iterator[str]


class UnknownPolicy(ActivityError):
    """No pack of this name, or not in this version."""


class FaultyPolicy(ActivityError):
    """A pack that no case may go by: every fault names the file, the rule, its value and the reason."""


@cache
def load_policy(name: str) -> Policy:
    """The pack called ``mates``, or ``mates@1`` where exactly that version is meant."""
    pack, _, version = name.partition("@")
    file = files("domain") / "policies" / f"{pack}.toml"
    if not file.is_file():
        raise UnknownPolicy(f"policy {name!r}: there is no pack of this name")
    policy = read_policy(file.name, file.read_text("utf-8"))
    if version and version != str(policy.version):
        raise UnknownPolicy(f"policy {name!r}: this release has version {policy.version} of that pack")
    return policy


def read_policy(file: str, text: str) -> Policy:
    """The pack that is written in a file; raises ``FaultyPolicy``."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise FaultyPolicy(f"{file}: {exc}") from exc
    unsourced = list(_unsourced(written))
    try:
        policy = Policy.model_validate(_values(written))
    except ValidationError as exc:
        raise _faulty(file, [*unsourced, *_invalid(exc)]) from exc
    if found := [*unsourced, *_out_of_order(policy)]:
        raise _faulty(file, found)
    return policy


def _faulty(file: str, found: list[str]) -> FaultyPolicy:
    return FaultyPolicy("\n".join(f"{file}: {fault}" for fault in found))


def _values(written: object) -> object:
    """A pack without the sources that stand beside its values."""
    if not isinstance(written, dict):
        return written
    if set(written) == {"value", "source"}:
        return written["value"]
    return {name: _values(rule) for name, rule in written.items()}


def _unsourced(written: object, *above: str) -> _Faults:
    match written:
        case {"value": _, "source": str(source), **others} if source.strip() and not others:
            return
        case dict():
            for name, rule in written.items():
                if above or name not in NAMES:
                    yield from _unsourced(rule, *above, name)
        case _:
            rule = ".".join(above)
            yield f'{rule}: {written!r}: a rule is written {{ value = …, source = "…" }}, with its source'


def _invalid(error: ValidationError) -> _Faults:
    for each in error.errors():
        rule = ".".join(str(part) for part in each["loc"])
        value = "" if each["type"] == "missing" else f" {each['input']!r}:"
        yield f"{rule}:{value} {each['msg'].removeprefix('Value error, ')}"


def _out_of_order(policy: Policy) -> _Faults:
    """A step that comes before the one it builds on would be owed first."""
    for before, after in pairwise(ORDER):
        first, then = getattr(policy.preparation, before), getattr(policy.preparation, after)
        if then.length() > first.length():
            yield f"preparation.{after}: '{then}': comes before {before} ('{first}'), on which it builds"
