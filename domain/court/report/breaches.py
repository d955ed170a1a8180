"""Breaches, *alleged* until they are decided, as a report tells of them (R11, R12)."""

from collections.abc import Iterator
from datetime import datetime

from domain.breach.facts import (
    BreachDecided,
    BreachReferred,
    BreachReported,
    BreachReviewed,
    BreachWithdrawn,
)
from domain.breach.sections import Breach
from domain.court.report.draft import BreachStep, BreachStepName, BreachTold
from domain.court.report.knowledge import Knowledge
from domain.court.report.scope import Scope
from domain.court.report.work import told
from domain.events import Event

_STEPS: dict[type[Event], BreachStepName] = {
    BreachReported: "reported",
    BreachReviewed: "reviewed",
    BreachReferred: "referred to the court",
    BreachDecided: "decided",
    BreachWithdrawn: "withdrawn",
}


def breaches(known: Knowledge, scope: Scope) -> tuple[BreachTold, ...]:
    """Those that are open, and those of which there is news."""
    told_of = (_breach(breach, known, scope) for breach in known.case.breaches)
    return tuple(breach for breach in told_of if _is_to_be_told(breach, scope))


def _is_to_be_told(breach: BreachTold, scope: Scope) -> bool:
    """One that was taken back before a court had heard of it isn't told at all."""
    since = scope.period.since
    if breach.standing == "withdrawn" and not breach.before_court:
        told_before = any(step.recorded_at <= scope.informed for step in breach.steps)
        return scope.is_after_a_report and told_before and _has_news(breach, since)
    return breach.standing == "alleged" or _has_news(breach, since)


def _has_news(breach: BreachTold, since: datetime) -> bool:
    return any(step.belated or step.occurred_at > since for step in breach.steps)


def _breach(breach: Breach, known: Knowledge, scope: Scope) -> BreachTold:
    return BreachTold(
        breach=breach.breach,
        condition=breach.condition,
        standing="decided" if breach.state == "decided" else "withdrawn" if not breach.is_open else "alleged",
        before_court=breach.referred_at is not None,
        outcome=breach.outcome,
        decided_by=breach.decided_by,
        steps=tuple(_steps(breach.breach, known, scope)),
    )


def _steps(breach: str, known: Knowledge, scope: Scope) -> Iterator[BreachStep]:
    for event, of in known.occurrences:
        what = _STEPS.get(type(event))
        if what is not None and getattr(event, "breach", None) == breach:
            yield BreachStep(what=what, **told(of, scope))
