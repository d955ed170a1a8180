"""Activities of the plan that overlap, or work against each other or against a restriction (R89, R91).

Found for the network's next agenda, in names only; what is to be done about it, the network says.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from domain.case.state import CaseState
from domain.court.sections import Condition
from domain.plan.sections import Intervention
from domain.vocabulary import Activity

TOUCHED: tuple[Activity, ...] = (
    "education-employment",
    "housing",
    "network-resources",
    "faith-conviction",
)
"""Activities that take the person to places and people: a restriction of their movement may forbid them."""


def conflicts(case: CaseState) -> list[str]:
    """Each finding once, in the order of the plan."""
    going = [each for each in (*case.plan.repeated, *case.plan.interventions) if not each.is_over]
    found = [
        *(finding for one, other in combinations(going, 2) for finding in _overlap(one, other)),
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


def _restricted(each: Intervention, conditions: tuple[Condition, ...]) -> Iterator[str]:
    if each.activity not in TOUCHED:
        return
    for condition in conditions:
        in_force = condition.kind == "restriction" and condition.state == "in-force"
        if in_force and _at_the_same_time((each.starts, each.ends), (None, condition.until)):
            yield f"{each.activity}: may collide with restriction {condition.condition}"


def _at_the_same_time(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Two spans of days, each inclusive and perhaps open at either end."""
    begins = max(one[0] or date.min, other[0] or date.min)
    return begins <= min(one[1] or date.max, other[1] or date.max)
