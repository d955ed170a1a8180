"""Breaches as the case view shows them: where each stands, and who has heard of it as alleged."""

from typing import Any

from domain.breach.sections import Breach
from domain.case.state import CaseState

_SHOWN = {
    "breach",
    "condition",
    "urgency",
    "state",
    "recommendation",
    "outcome",
    "decided_by",
    "reported_at",
    "triaged_at",
    "reviewed_at",
    "referred_at",
    "settled_at",
}


def breach_shown(case: CaseState, each: Breach) -> dict[str, Any]:
    known = case.allegation(each.breach)
    told = known.to if known is not None else ()
    return each.model_dump(include=_SHOWN) | {"alleged": each.is_open, "told": told}
