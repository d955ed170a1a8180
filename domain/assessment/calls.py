"""What calls for a joint assessment, and by when (R18, R21)."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.assessment.signs import DANGER
from domain.calendar import LocalCalendar
from domain.case.phases import supervision_ends
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.court.terms import words
from domain.policy import Policy

PRE_RELEASE = "pre-release"
SCHEDULED = "scheduled"
CLOSING = "closing"


class Call(NamedTuple):
    due: datetime
    reason: str
    opens: datetime
    """From when a round is opened for it."""


def calls(case: CaseState, policy: Policy) -> list[Call]:
    """All that calls for a round since the last conclusion, the earliest date first."""
    local, begun = case.calendar, case.begun_at
    if local is None or begun is None:
        return []
    concluded = max((each.concluded_at for each in case.assessments if each.concluded_at), default=None)
    anew = concluded is None or (case.preparation_since is not None and concluded < case.preparation_since)
    return sorted(
        [
            *(_first(case, policy, local, begun) if anew else ()),
            *(_scheduled(case, policy, local, concluded) if concluded is not None and not anew else ()),
            *_triggered(case, policy, local, begun if anew or concluded is None else concluded),
            *_closing(case, policy, local, concluded),
        ]
    )


def _first(case: CaseState, policy: Policy, local: LocalCalendar, begun: datetime) -> Iterator[Call]:
    """Before each release; where there was none, soon after it."""
    if case.phase == "preparation" or case.is_community:
        due = Timetable(case, policy).before_release(policy.preparation.assessment_concluded)
        if due is not None:
            yield Call(due, PRE_RELEASE if _is_before_release(case, policy) else SCHEDULED, begun)
    elif case.phase_since is not None:
        since = case.phase_since
        yield Call(policy.assessment.triggered.after(since, local), SCHEDULED, since)


def _is_before_release(case: CaseState, policy: Policy) -> bool:
    """A sentence in the community is prepared before its first day, but for no release (R1)."""
    return case.phase == "preparation" and not (case.is_community and policy.community is not None)


def _scheduled(case: CaseState, policy: Policy, local: LocalCalendar, concluded: datetime) -> Iterator[Call]:
    level = case.level or policy.assessment.unassessed
    due = policy.assessment.every[level].after(concluded, local)
    yield Call(due, SCHEDULED, due - policy.assessment.opens.length())


def _triggered(case: CaseState, policy: Policy, local: LocalCalendar, since: datetime) -> Iterator[Call]:
    """What has happened since then that can't wait for the next scheduled round."""
    for at, reason in _triggers(case, policy.assessment.triggers):
        if at > since:
            yield Call(policy.assessment.triggered.after(at, local), reason, at)


def _triggers(case: CaseState, edition: int) -> Iterator[tuple[datetime, str]]:
    """A round that was opened stays open, also where what had called for it came to nothing: others have begun."""
    for breach in case.breaches:
        if edition == 1 or not breach.came_to_nothing:
            yield breach.reported_at, "breach"
        if breach.outcome == "terms-changed" and breach.settled_at is not None:
            yield breach.settled_at, "changed terms"
    yield from ((each.raised_at, "concern") for each in case.concerns if each.kind in DANGER)
    if case.manager_changed_at is not None:
        yield case.manager_changed_at, "changed manager"
    if edition > 1:
        yield from ((at, "changed terms") for at in _terms_varied(case))


def _terms_varied(case: CaseState) -> Iterator[datetime]:
    """When the court varied or lifted a condition under supervision; what it imposes first changes none."""
    if case.phase == "supervision" and case.phase_since is not None:
        said = (word.at for condition in case.conditions for word in words(condition)[1:])
        yield from (at for at in said if at >= case.phase_since)


def _closing(
    case: CaseState, policy: Policy, local: LocalCalendar, concluded: datetime | None
) -> Iterator[Call]:
    """In the last weeks of support; what is concluded in these weeks is the closing assessment."""
    ends = supervision_ends(case)
    if case.phase != "supervision" or case.supervision_end is None or ends is None:
        return
    opens = local.start_of_day(policy.closing.evaluation.days_before(case.supervision_end))
    if concluded is None or concluded < opens:
        yield Call(ends, CLOSING, opens)
