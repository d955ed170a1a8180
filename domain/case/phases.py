"""The phases of a case: what takes it from one to the next, and to its end."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.events import CaseClosed, PhaseEntered
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.policy import Policy


def phase_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    match case.phase:
        case "preparation":
            yield from _at_liberty(case)
        case "supervision":
            yield from _recalled(case, now)
            yield from _supervision_over(case)
        case "recalled":
            yield from _at_liberty(case)
            yield from _prepared_again(case, policy, now)
            yield from _revoked(case)
        case "follow-up":
            yield from _recalled(case, now)
            yield from _completed(case, policy)
        case _:
            pass


def supervision_ends(case: CaseState) -> datetime | None:
    """The end of the last day of supervision; None when unlimited."""
    if case.supervision_end is None or case.calendar is None:
        return None
    return case.calendar.end_of_day(case.supervision_end)


def follow_up_due(case: CaseState, policy: Policy) -> datetime | None:
    """When the person is to have been followed up; None while support lasts."""
    if case.calendar is None or case.phase != "follow-up" or case.phase_since is None:
        return None
    return policy.closing.follow_up.after(case.phase_since, case.calendar)


def _at_liberty(case: CaseState) -> Iterator[Follows]:
    since = case.released_at or _community_starts(case)
    if since is None:
        return
    ends = supervision_ends(case)
    if ends is not None and since >= ends:
        yield Follows(since, PhaseEntered(phase="follow-up", since=since, reason="supervision is over"))
    else:
        yield Follows(since, PhaseEntered(phase="supervision", since=since, reason="released"))


def _community_starts(case: CaseState) -> datetime | None:
    if case.supervision_start is None or case.calendar is None or case.phase == "recalled":
        return None
    return case.calendar.start_of_day(case.supervision_start)


def _recalled(case: CaseState, now: datetime) -> Iterator[Follows]:
    if case.recall is not None:
        yield Follows(now, PhaseEntered(phase="recalled", since=now, reason=case.recall))


def _supervision_over(case: CaseState) -> Iterator[Follows]:
    ends = supervision_ends(case)
    if ends is not None:
        yield Follows(ends, PhaseEntered(phase="follow-up", since=ends, reason="supervision is over"))


def _prepared_again(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """A release date that became known with the return to custody or since, and lies within the lead time."""
    release, since = case.release, case.custody.since or case.phase_since
    if release.day is None or release.since is None or since is None or case.calendar is None:
        return
    if release.since >= since:
        starts = case.calendar.start_of_day(policy.opens.days_before(release.day))
        begun = max(starts, now)
        reason = "a release date has come within the lead time"
        yield Follows(starts, PhaseEntered(phase="preparation", since=begun, reason=reason))


def _revoked(case: CaseState) -> Iterator[Follows]:
    """Supervision would be over and nothing is to come after custody."""
    ends = supervision_ends(case)
    if ends is None or case.calendar is None:
        return
    day = case.release.day
    if day is None or case.calendar.start_of_day(day) <= ends:
        yield Follows(ends, CaseClosed(because="revoked"))


def _completed(case: CaseState, policy: Policy) -> Iterator[Follows]:
    due = follow_up_due(case, policy)
    if due is None or case.calendar is None:
        return
    closes = due if followed_up(case) else policy.closing.grace.after(due, case.calendar)
    yield Follows(closes, CaseClosed(because="completed"))


def followed_up(case: CaseState) -> datetime | None:
    """The first contact or meeting since the end of support."""
    since = case.phase_since
    met = (*case.contacts, *(meeting.at for meeting in case.meetings))
    return min((at for at in met if since is not None and at >= since), default=None)
