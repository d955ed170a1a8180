"""What a case was, once it is closed: its whole way, in order of time, in the field's words and references only."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from domain.briefing.changes import Change
from domain.case.state import CaseState
from domain.risk.addressing import state_of

_Told = tuple[datetime | None, str]


def arc(case: CaseState) -> list[Change]:
    """Nothing before it is closed: until then it isn't known."""
    if not case.closed:
        return []
    told = (*_phases(case), *_levels(case), *_measures(case), *_the_end(case))
    return sorted((Change(at, what) for at, what in told if at is not None), key=lambda change: change.at)


def _phases(case: CaseState) -> Iterator[_Told]:
    for stay, following in pairwise((*case.phases, None)):
        if stay is None:
            continue
        days = f", for {(following.since - stay.since).days} days" if following is not None else ""
        reason = f" ({stay.reason})" if stay.reason else ""
        yield stay.since, f"{stay.phase}{reason}{days}"


def _levels(case: CaseState) -> Iterator[_Told]:
    """The first level that was concluded, and every other one after it."""
    before = None
    for each in case.assessments:
        if each.concluded_at is not None and each.level not in (None, before):
            yield each.concluded_at, f"assessment {each.round}: level {each.level}"
            before = each.level


def _measures(case: CaseState) -> Iterator[_Told]:
    for breach in case.breaches:
        yield (
            breach.reported_at,
            f"breach {breach.breach} of {breach.condition}: {breach.outcome or breach.state}",
        )
    for concern in case.concerns:
        yield concern.raised_at, f"concern {concern.concern} ({concern.kind}): {state_of(concern, case)}"
    for each in case.plan.interventions:
        yield each.started_at, f"{each.activity} started; in the end {each.status}"


def _the_end(case: CaseState) -> Iterator[_Told]:
    closing = case.closing
    roles = ", ".join(closing.relies_on_roles)
    yield closing.planned_at, f"the end of support planned{f'; relies on {roles}' if roles else ''}"
    for activity, by in closing.goes_on.items():
        yield closing.planned_at, f"{activity} goes on with {by}"
    if closing.evaluations:
        heard = f"{len(closing.evaluations)} have said how it went, {closing.lessons} lessons kept"
        yield max(closing.evaluations.values()), heard
    yield closing.explained_at, "the results were explained to the person"
