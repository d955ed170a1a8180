"""What a short preparation gives up, said openly (R17): every step stays, and each has less time than was planned."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.events import PreparationShortened
from domain.case.following import Follows
from domain.case.sections import GivenUp
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.policy import Policy
from domain.span import PlainSpan

HARDLY = 0.1
"""The part of what was planned that nobody misses."""


def shortening_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """On record from the opening on, and again whenever the release date has moved."""
    day = case.release.settled
    if not case.short_notice or case.phase != "preparation" or day is None:
        return
    steps = given_up(case, policy)
    if steps != case.given_up:
        yield Follows(now, PreparationShortened(release_day=day, given_up=steps))


def given_up_shown(case: CaseState, now: datetime) -> list[dict[str, object]]:
    """What short notice has given up, for readers: nothing lies less than no days before release.

    ``at_once``: what was to be done on the day on which it was recorded, and what there was no time for before the
    release. A step that comes by hardly less than planned is no news: that the case is at short notice is.
    """
    if not case.short_notice or case.calendar is None:
        return []
    recorded, release = case.calendar.local_date(case.given_up_at or now), case.release.settled
    left = (release - recorded).days if release is not None else None
    return [
        each.model_dump() | {"now": max(each.now, 0), "at_once": each.now <= 0 or each.now == left}
        for each in case.given_up
        if each.planned - each.now > each.planned * HARDLY
    ]


def given_up(case: CaseState, policy: Policy) -> tuple[GivenUp, ...]:
    """The steps that come later than planned, in their order; none where there is time for all."""
    return tuple(each for each in _steps(case, policy) if each.now < each.planned)


def _steps(case: CaseState, policy: Policy) -> Iterator[GivenUp]:
    timetable = Timetable(case, policy)
    release, check = timetable.release_day, policy.preparation.release_check
    if policy.preparation.catch_up is None or release is None:
        return
    dates = [(step, span, timetable.day_before_release(span)) for step, span in _planned(policy)]
    for step, span, day in (*dates, ("release check", check, timetable.release_check)):
        if day is not None:
            planned = (release - span.days_before(release)).days
            yield GivenUp(step=step, planned=planned, now=(release - day).days)


def _planned(policy: Policy) -> tuple[tuple[str, PlainSpan], ...]:
    steps = policy.preparation
    return (
        ("person informed", steps.person_informed),
        ("network complete", steps.network_complete),
        ("nominations", steps.nominations),
        ("items supplied", steps.items_supplied),
        ("items acknowledged", steps.items_acknowledged),
        ("meetings", policy.meetings.starts),
        ("assessment concluded", steps.assessment_concluded),
        ("plan agreed", steps.plan_agreed),
    )
