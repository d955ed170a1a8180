"""The planned end of support as the case view shows it: roles and references, never what was said (R24, R80)."""

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
        "evaluations": [{"by": by, "at": at} for by, at in closing.evaluations.items()],
        "lessons": closing.lessons,
        "lessons_withheld": closing.withheld,
        "results_told": [{"to": to, "at": at} for to, at in closing.told.items()],
        "results_explained": closing.explained_at,
    }


def unsettled(case: CaseState) -> list[str]:
    """Interventions under way of which the plan for the end doesn't say who goes on with them."""
    running = (
        each.activity for each in case.plan.interventions if each.started_at is not None and not each.is_over
    )
    return [activity for activity in running if activity not in case.closing.goes_on]
