"""Contacts with the person, who came to what, and the activities of the plan, as a report tells of them."""

from collections.abc import Iterator
from typing import Any

from domain.court.report.draft import (
    ActivityAttendance,
    Attendance,
    ContactTold,
    InterventionStep,
    InterventionTold,
)
from domain.court.report.knowledge import Knowledge
from domain.court.report.scope import Scope
from domain.events import Envelope
from domain.plan.facts import InterventionReported
from domain.plan.in_sequence import reported_on
from domain.supervision.facts import ContactReported
from domain.vocabulary import Activity


def told(of: Envelope, scope: Scope) -> dict[str, Any]:
    """Both times of an event, and who says so; where nobody is named, the ledger names the case itself."""
    return {
        "occurred_at": of.occurred_at,
        "recorded_at": of.recorded_at,
        "by": of.actor if of.actor != of.stream else None,
        "belated": scope.is_belated(of),
    }


def contacts(known: Knowledge, scope: Scope) -> tuple[ContactTold, ...]:
    return tuple(
        ContactTold(kept=event.kept, condition=event.condition, **told(of, scope))
        for event, of in scope.told_of(known, ContactReported)
    )


def interventions(
    known: Knowledge, scope: Scope, withheld: tuple[Activity, ...]
) -> tuple[InterventionTold, ...]:
    """The activities of the plan, and what was said of each in the period."""
    steps: dict[str, list[InterventionStep]] = {}
    for event, of in scope.told_of(known, InterventionReported):
        step = InterventionStep(status=event.status, **told(of, scope))
        if (about := reported_on(known.case, event, of.occurred_at)) is not None:
            steps.setdefault(about.name, []).append(step)
    return tuple(
        InterventionTold(
            activity=each.activity,
            provider=each.provider,
            status=each.status,
            steps=tuple(steps.get(each.name, ())),
        )
        for each in known.case.plan.interventions
        if each.activity not in withheld
    )


def attendance(known: Knowledge, scope: Scope, withheld: tuple[Activity, ...]) -> Attendance:
    met = contacts(known, scope)
    kept = sum(each.kept for each in met)
    going = interventions(known, scope, withheld)
    return Attendance(contacts_kept=kept, contacts_missed=len(met) - kept, activities=tuple(_attended(going)))


def _attended(going: tuple[InterventionTold, ...]) -> Iterator[ActivityAttendance]:
    for each in going:
        statuses = [step.status for step in each.steps]
        attended, missed = statuses.count("attended"), statuses.count("missed")
        if attended or missed:
            yield ActivityAttendance(activity=each.activity, attended=attended, missed=missed)
