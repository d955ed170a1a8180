"""Assessments and signs as the case view shows them: who has said something and when, never what."""

from typing import Any

from domain.assessment.instruments import instrument_named
from domain.assessment.sections import Round
from domain.assessment.signs import SIGNS
from domain.case.state import CaseState
from domain.risk.addressing import acknowledged_at, stands_for, state_of
from domain.risk.sections import Concern

_SHOWN = {
    "round",
    "reason",
    "state",
    "level",
    "due",
    "concluded_at",
    "members",
    "instrument",
    "level_by",
    "grounds",
    "grounds_not_stated",
    "needs",
    "protective",
}
_OF_A_CONCERN = {"concern", "kind", "urgency", "state", "raised_at", "raised_by", "reviewed_at"}


def round_shown(each: Round) -> dict[str, Any]:
    in_order = sorted(each.contributions.items(), key=lambda said: said[1])
    contributions = [{"member": member, "at": at} for member, at in in_order]
    known = instrument_named(each.instrument)
    shape = known._asdict() if known is not None else None
    return each.model_dump(include=_SHOWN) | {"contributions": contributions, "instrument_shape": shape}


def concern_shown(case: CaseState, each: Concern) -> dict[str, Any]:
    """With whom it alerts: the case manager first, then whom its kind concerns (R62, R88, R97)."""
    told = {stands_for(to, each, case): acknowledged_at(to, each, case) for to in each.addressed}
    roles = SIGNS[each.kind].alerts
    alerts = dict.fromkeys((case.responsible, *(case.in_role(role) for role in roles)))
    return each.model_dump(include=_OF_A_CONCERN) | {
        "state": state_of(each, case),
        "alerts": list(told) or list(alerts),
        "addressees": [{"member": member, "acknowledged": at} for member, at in told.items()],
    }
