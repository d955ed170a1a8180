"""What a plan is to cover, and what of it a plan lacks: a point for the agenda, never a refusal (R29, R95-R101)."""

from typing import get_args

from domain.case.sections import Plan
from domain.plan.facts import Area, Basis, FormulationPart, Support
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


def missing(plan: Plan) -> list[str]:
    """Of the three areas, the three bases, both supports and the formulation; nothing while there is no plan."""
    if plan.state == "none":
        return []
    going = [each for each in plan.interventions if not each.is_over]
    covered = {
        "area": {each.area for each in going},
        "basis": {basis for each in going for basis in each.rests_on},
        "support": {support for each in going for support in each.strengthens},
        "formulation": set(plan.formulated),
    }
    asked = {"area": Area, "basis": Basis, "support": Support, "formulation": FormulationPart}
    return [
        f"{what}: {each}"
        for what, words in asked.items()
        for each in get_args(words)
        if each not in covered[what]
    ]
