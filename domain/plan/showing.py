"""The plan as the case view shows it."""

from typing import Any

from domain.case.state import CaseState
from domain.plan.areas import area_of, missing
from domain.plan.conflicts import conflicts
from domain.plan.sections import Intervention

_SHOWN = {
    "activity",
    "status",
    "provider",
    "starts",
    "ends",
    "consent",
    "rests_on",
    "strengthens",
    "goal",
    "since",
    "referred_at",
    "started_at",
    "completed_at",
    "ended_at",
    "attended",
    "missed",
}


def plan_shown(case: CaseState) -> dict[str, Any]:
    return {
        "state": case.plan.state,
        "interventions": [_intervention(case, each) for each in case.plan.interventions],
        "missing": missing(case.plan),
        "conflicts": conflicts(case),
    }


def _intervention(case: CaseState, each: Intervention) -> dict[str, Any]:
    available = each.activity not in case.unavailable
    return each.model_dump(include=_SHOWN) | {"area": area_of(each), "available": available}
