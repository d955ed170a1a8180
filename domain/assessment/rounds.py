"""When a round of joint assessment is opened, and when an open one becomes due earlier (R18, R21).

There is at most one open round; whatever calls for an assessment joins it, and the earliest date counts.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.case.events import RoundHastened, RoundOpened
from domain.case.following import Follows
from domain.case.state import CaseState, Round
from domain.case.timetable import Timetable
from domain.policy import Policy

PRE_RELEASE = "pre-release"
SCHEDULED = "scheduled"
DANGER = ("radical-contact", "threat-to-others", "other")
"""Kinds of concern that call for an assessment; one about the person's own safety doesn't (R60)."""


def round_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    if case.phase not in ("preparation", "supervision"):
        return
    current = case.open_round
    if current is not None:
        yield from _hastened(current, case, policy, now)
    elif called := _called_for(case, _last_concluded(case)):
        yield Follows(now, _opened(case, called, _triggered_due(case, policy, now)))
    else:
        yield from _scheduled(case, policy, now)


def _hastened(current: Round, case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    called = _called_for(case, current.opened_at)
    if called is not None and current.reason in (PRE_RELEASE, SCHEDULED):
        due = min(current.due, _triggered_due(case, policy, now))
        yield Follows(now, RoundHastened(round=current.round, reason=called, due=due))
    elif current.reason == PRE_RELEASE:
        due = Timetable(case, policy).before_release(policy.preparation.assessment_concluded) or current.due
        if due != current.due:
            yield Follows(now, RoundHastened(round=current.round, reason=PRE_RELEASE, due=due))


def _called_for(case: CaseState, since: datetime | None) -> str | None:
    """What has happened since then that can't wait for the next scheduled round."""
    if since is None:
        return None
    if any(breach.reported_at > since for breach in case.breaches):
        return "breach"
    if any(concern.raised_at > since and concern.kind in DANGER for concern in case.concerns):
        return "concern"
    decided = (each.settled_at for each in case.breaches if each.outcome == "terms-changed")
    if any(at is not None and at > since for at in decided):
        return "changed terms"
    return None


def _last_concluded(case: CaseState) -> datetime | None:
    return max((each.concluded_at for each in case.assessments if each.concluded_at), default=None)


def _triggered_due(case: CaseState, policy: Policy, now: datetime) -> datetime:
    assert case.calendar is not None
    return policy.assessment.triggered.after(now, case.calendar)


def _scheduled(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    assert case.calendar is not None
    concluded = _last_concluded(case)
    if concluded is None or (case.phase == "preparation" and concluded < (case.phase_since or concluded)):
        due = Timetable(case, policy).before_release(policy.preparation.assessment_concluded)
        if case.phase == "preparation" and due is not None:
            yield Follows(now, _opened(case, PRE_RELEASE, due))
        elif case.phase == "supervision":
            yield Follows(now, _opened(case, SCHEDULED, _triggered_due(case, policy, now)))
    else:
        due = policy.assessment.every[case.level or policy.assessment.unassessed].after(
            concluded, case.calendar
        )
        opens = due - policy.assessment.opens.length()
        yield Follows(opens, _opened(case, SCHEDULED, due))


def _opened(case: CaseState, reason: str, due: datetime) -> RoundOpened:
    return RoundOpened(round=len(case.assessments) + 1, reason=reason, due=due)
