"""The planned end of support as the case view shows it: roles and references, never what was said (R24, R80)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.case.state import CaseState


def closing_shown(case: CaseState) -> dict[str, Any] | None:
    """None until the end has come near, or somebody has spoken of it."""
    closing = case.closing
    if closing.since is None and closing.planned_at is None and not closing.evaluations:
        return None
    return {
        "end": closing.end,
        "begun": closing.since,
        "planned": closing.planned_at,
        "agreed_by": closing.members,
        "relies_on": closing.relies_on,
        "relies_on_roles": closing.relies_on_roles,
        "goes_on": [{"activity": activity, "by": by} for activity, by in closing.goes_on.items()],
        "unsettled": unsettled(case),
        "evaluations": _in_order(closing.evaluations, "by"),
        "lessons": closing.lessons,
        "lessons_withheld": closing.withheld,
        "results_told": _in_order(closing.told, "to"),
        "results_explained": closing.explained_at,
    }


def _in_order(said: Mapping[str, datetime], who: str) -> list[dict[str, Any]]:
    """By when it was said, in whichever order it was heard of."""
    return [{who: each, "at": at} for each, at in sorted(said.items(), key=lambda one: (one[1], one[0]))]


def unsettled(case: CaseState) -> list[str]:
    """Interventions under way of which the plan for the end doesn't say who goes on with them."""
    running = (
        each.activity for each in case.plan.interventions if each.started_at is not None and not each.is_over
    )
    return [activity for activity in running if activity not in case.closing.goes_on]
