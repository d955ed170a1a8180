"""Activities of the plan that overlap, or work against each other or against a restriction (R89, R91).

Found for the network's next agenda, in names only; what is to be done about it, the network says.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import NamedTuple

from domain.case.state import CaseState
from domain.court.sections import Condition
from domain.plan.sections import Intervention
from domain.vocabulary import Activity, role_of

TOUCHED: tuple[Activity, ...] = (
    "education-employment",
    "housing",
    "network-resources",
    "faith-conviction",
)
"""Activities that take the person to places and people: a restriction of their movement may forbid them."""


class Antagonism(NamedTuple):
    """Two activities that, in different hands, may pull the person in two directions."""

    one: Activity
    other: Activity
    why: str
    by: str | None = None
    """The role of who provides the first; None: whoever does."""


ANTAGONISTIC = (
    Antagonism("faith-conviction", "counselling", "one anchors convictions that the other questions"),
    Antagonism("faith-conviction", "psychology", "one anchors convictions that the other questions"),
    Antagonism(
        "mentoring", "counselling", "a former's own way out may contradict the counsellor's", "former"
    ),
    Antagonism("mentoring", "psychology", "a former's own way out may contradict the treatment", "former"),
    Antagonism("mentoring", "faith-conviction", "a former may argue against what is anchored", "former"),
)
"""Own; R89, R100: they needn't, and the network says so or has them agree."""
MET = ("former",)
"""Providers whom a restriction of contacts may forbid the person to meet."""


def conflicts(case: CaseState) -> list[str]:
    """Each finding once, in the order of the plan."""
    going = [each for each in (*case.plan.repeated, *case.plan.interventions) if not each.is_over]
    found = [
        *(finding for one, other in combinations(going, 2) for finding in _overlap(one, other)),
        *(finding for one, other in combinations(going, 2) for finding in _antagonistic(one, other)),
        *(finding for each in going for finding in _restricted(each, case.conditions)),
    ]
    return list(dict.fromkeys(found))


def _overlap(one: Intervention, other: Intervention) -> Iterator[str]:
    """An activity planned twice, or two providers at work for one goal, at the same time."""
    if not _at_the_same_time((one.starts, one.ends), (other.starts, other.ends)):
        return
    providers = [each.provider or "nobody yet" for each in (one, other)]
    if one.activity == other.activity:
        yield f"{one.activity}: planned twice, by {' and '.join(providers)}"
    elif one.goal is not None and one.goal == other.goal and one.provider != other.provider:
        yield f"{one.activity} and {other.activity}: both for {one.goal}, by {' and '.join(providers)}"


def _antagonistic(one: Intervention, other: Intervention) -> Iterator[str]:
    """In one hand, or in nobody's yet, they contradict nothing."""
    at_once = _at_the_same_time((one.starts, one.ends), (other.starts, other.ends))
    if not at_once or one.provider == other.provider:
        return
    for each in ANTAGONISTIC:
        for first, second in ((one, other), (other, one)):
            is_by = each.by is None or _role(first) == each.by
            if (first.activity, second.activity) == (each.one, each.other) and is_by:
                yield f"{first.activity} and {second.activity}: {each.why}"


def _restricted(each: Intervention, conditions: tuple[Condition, ...]) -> Iterator[str]:
    is_met = _role(each) in MET
    if each.activity not in TOUCHED and not is_met:
        return
    named = f"{each.activity} by {each.provider}" if is_met else each.activity
    for condition in conditions:
        in_force = condition.kind == "restriction" and condition.state == "in-force"
        if in_force and _at_the_same_time((each.starts, each.ends), (None, condition.until)):
            yield f"{named}: may collide with restriction {condition.condition}"


def _role(each: Intervention) -> str | None:
    return role_of(each.provider) if each.provider is not None else None


def _at_the_same_time(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Two spans of days, each inclusive and perhaps open at either end."""
    begins = max(one[0] or date.min, other[0] or date.min)
    return begins <= min(one[1] or date.max, other[1] or date.max)
