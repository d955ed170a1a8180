"""What can be wrong with a policy pack: each fault names the file, the rule, its value and the reason."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from pydantic import ValidationError

from activities.errors import ActivityError
from activities.local_days import UnknownHolidays, UnknownTimeZone, ensure_known
from domain.pack import Rule
from domain.policy import Policy

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
    """A pack that no case may go by."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def invalid(file: str, error: ValidationError) -> list[Fault]:
    """Values that a rule doesn't take, rules that are missing, and rules that there aren't."""
    return [
        Fault(
            file,
            ".".join(str(part) for part in each["loc"]),
            None if each["type"] == "missing" else each["input"],
            NO_SUCH_RULE if each["type"] == "extra_forbidden" else each["msg"].removeprefix("Value error, "),
        )
        for each in error.errors()
    ]


def unsourced(file: str, written: object, *above: str) -> Iterator[Fault]:
    match written:
        case {"value": _, "source": str(source), **others} if source.strip() and not others:
            return
        case dict() if not {"value", "source"} & set(written):
            for name, rule in written.items():
                yield from unsourced(file, rule, *above, name)
        case _:
            reason = 'a rule is written { value = …, source = "…" }, with its source'
            yield Fault(file, ".".join(above), written, reason)


def out_of_order(file: str, policy: Policy) -> Iterator[Fault]:
    """A step that comes before the one it builds on would be owed first."""
    for before, after in pairwise(ORDER):
        first, then = getattr(policy.preparation, before), getattr(policy.preparation, after)
        if then.length() > first.length():
            reason = f"comes before {before} ('{first}'), on which it builds"
            yield Fault(file, f"preparation.{after}", str(then), reason)


def nowhere(file: str, policy: Policy, applies_to: tuple[str, ...]) -> Iterator[Fault]:
    """A jurisdiction whose days nobody could count."""
    for name, place in policy.jurisdictions.items():
        try:
            ensure_known(place)
        except UnknownTimeZone as exc:
            yield Fault(file, f"jurisdictions.{name}.timezone", place.timezone, str(exc))
        except UnknownHolidays as exc:
            yield Fault(file, f"jurisdictions.{name}.holidays", place.holidays, str(exc))
    for name in applies_to:
        if name not in policy.jurisdictions:
            reason = f"its time zone and days off are needed, as [jurisdictions.{name}]"
            yield Fault(file, "applies_to", name, reason)


def of_its_pack(fault: Fault, rules: Mapping[str, Rule], reference: str) -> Fault:
    """Says so where the rule isn't written in the file, but inherited."""
    rule = rules.get(fault.rule)
    if rule is None or rule.pack == reference:
        return fault
    return fault._replace(reason=f"{fault.reason}; it is inherited from {rule.pack}")
