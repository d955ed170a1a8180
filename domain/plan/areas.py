"""What a plan is to cover, and what of it a plan lacks: a point for the agenda, never a refusal (R29, R95-R101)."""

from collections.abc import Sequence
from typing import get_args

from domain.plan.facts import Area, Basis, FormulationPart, Support
from domain.plan.sections import Intervention, Plan
from domain.vocabulary import Activity

AREA_OF: dict[Activity, Area] = {
    "risk-assessment": "risk-assessment",
    "counselling": "treatment",
    "mentoring": "reintegration",
    "education-employment": "reintegration",
    "housing": "reintegration",
    "psychology": "treatment",
    "network-resources": "reintegration",
    "faith-conviction": "treatment",
    "medical": "treatment",
}
"""The area that each of the nine activities (R93) belongs to, unless the plan says otherwise."""


def area_of(intervention: Intervention) -> str:
    return intervention.area or AREA_OF[intervention.activity]


def missing(plan: Plan) -> list[str]:
    """Of the three areas, the three bases, both supports and the formulation; nothing while there is no plan."""
    if plan.state == "none":
        return []
    going = [each for each in plan.interventions if not each.is_over]
    return [
        *_lacking("area", get_args(Area), [area_of(each) for each in going]),
        *_lacking("basis", get_args(Basis), [basis for each in going for basis in each.rests_on]),
        *_lacking("support", get_args(Support), [support for each in going for support in each.strengthens]),
        *_lacking("formulation", get_args(FormulationPart), plan.formulated),
    ]


def _lacking(what: str, asked: Sequence[str], covered: Sequence[str]) -> list[str]:
    return [f"{what}: {each}" for each in asked if each not in covered]
