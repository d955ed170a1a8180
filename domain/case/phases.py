"""The phases of a case: what takes it from one to the next, and to its end."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.events import CaseClosed, PhaseEntered
from domain.case.following import Follows
from domain.case.opening import is_short_notice
from domain.case.state import CaseState
from domain.custody.events import PreparationResumed
from domain.custody.sections import Release
from domain.policy import Policy


def phase_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    match case.phase:
        case "preparation":
            yield from _at_liberty(case)
        case "supervision":
            yield from _recalled(case, policy, now)
            yield from _supervision_over(case)
        case "recalled":
            yield from _at_liberty(case)
            yield from _prepared_again(case, policy)
            yield from _revoked(case)
        case "follow-up":
            yield from _recalled(case, policy, now)
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
        reason = "released" if case.released_at else "the sentence in the community begins"
        yield Follows(since, PhaseEntered(phase="supervision", since=since, reason=reason))


def _community_starts(case: CaseState) -> datetime | None:
    if not case.is_community or case.phase == "recalled":
        return None
    assert case.calendar is not None
    assert case.opened_at is not None
    assert case.supervision_start is not None
    return max(case.calendar.start_of_day(case.supervision_start), case.opened_at)


def _recalled(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """Since the return, or the revocation: as with a release, what counts isn't when that was told."""
    if case.recall is not None:
        since = case.recall_since if policy.earlier_counts and case.recall_since is not None else now
        yield Follows(now, PhaseEntered(phase="recalled", since=since, reason=case.recall))


def _supervision_over(case: CaseState) -> Iterator[Follows]:
    ends = supervision_ends(case)
    if ends is not None:
        yield Follows(ends, PhaseEntered(phase="follow-up", since=ends, reason="supervision is over"))


def _prepared_again(case: CaseState, policy: Policy) -> Iterator[Follows]:
    """A release date that became known since the person was last released, and lies within the lead time.

    What is known stays known; the dates of what is open are counted from this release.
    """
    assert case.calendar is not None
    assert case.phase_since is not None
    known_since = _known_since(case.release, case.last_released)
    if known_since is None or case.release.day is None:
        return
    opens = policy.opens.days_before(case.release.day)
    since = max(case.calendar.start_of_day(opens), known_since, case.phase_since)
    if case.preparation_since is None or case.preparation_since < case.phase_since:
        short_notice = is_short_notice(case, policy, since, case.calendar)
        yield Follows(since, PreparationResumed(since=since, short_notice=short_notice))
    else:
        since, reason = case.preparation_since, "a release date has come within the lead time"
        yield Follows(since, PhaseEntered(phase="preparation", since=since, reason=reason))


def _known_since(release: Release, last_released: datetime | None) -> datetime | None:
    """Since when the date of a release that is still to come is known."""
    if release.day is None or release.since is None:
        return None
    return release.since if last_released is None or release.since >= last_released else None


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
