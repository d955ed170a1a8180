"""What follows from what is known, by the rules and by the passing of time: phases, the manager at release, the end.

Each rule looks at the whole of what is known, never at the fact that came last; so the order in which facts
arrive, and the moment at which they are looked at, make no difference to where the case ends up.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.case.events import CaseClosed, ManagerAppointed, PhaseEntered, ReleaseSettled
from domain.case.state import CaseState
from domain.events import Event
from domain.policy import Policy


def next_consequence(case: CaseState, now: datetime, policy: Policy) -> Event | None:
    """The first thing that follows and isn't recorded yet; None where nothing does."""
    if case.phase is None or case.closed or case.calendar is None:
        return None
    if case.ended_by is not None:
        return CaseClosed(because=case.ended_by)
    return _release_settled(case, now) or _phase(case, now, policy) or _manager(case)


def next_change(case: CaseState, policy: Policy) -> datetime | None:
    """When something will follow by the passing of time alone."""
    if case.phase is None or case.closed or case.calendar is None:
        return None
    return min((instant for instant in _instants(case, policy) if instant is not None), default=None)


def supervision_ends(case: CaseState) -> datetime | None:
    """The end of the last day of supervision; None when unlimited."""
    if case.supervision_end is None or case.calendar is None:
        return None
    return case.calendar.end_of_day(case.supervision_end)


def follow_up_due(case: CaseState, policy: Policy) -> datetime | None:
    if case.calendar is None or case.phase != "follow-up" or case.phase_since is None:
        return None
    return policy.closing.follow_up.after(case.phase_since, case.calendar)


def within_lead(case: CaseState, policy: Policy) -> datetime | None:
    """When preparation for a known release date begins."""
    if case.release.day is None or case.calendar is None:
        return None
    return case.calendar.start_of_day(policy.opens.days_before(case.release.day))


def community_starts(case: CaseState) -> datetime | None:
    if case.supervision_start is None or case.calendar is None:
        return None
    return case.calendar.start_of_day(case.supervision_start)


def _instants(case: CaseState, policy: Policy) -> Iterator[datetime | None]:
    yield case.release.settles_at
    yield from (parked.until for parked in case.parked)
    match case.phase:
        case "preparation":
            yield community_starts(case)
        case "supervision":
            yield supervision_ends(case)
        case "recalled":
            yield within_lead(case, policy)
            yield supervision_ends(case)
        case "follow-up":
            yield follow_up_due(case, policy)
        case _:
            pass


def _release_settled(case: CaseState, now: datetime) -> Event | None:
    at = case.release.settles_at
    return ReleaseSettled(day=case.release.day) if at is not None and now >= at else None


def _phase(case: CaseState, now: datetime, policy: Policy) -> Event | None:
    match case.phase:
        case "preparation":
            return _at_liberty(case, now)
        case "supervision" | "follow-up" if case.recall is not None:
            return PhaseEntered(phase="recalled", since=now, reason=case.recall)
        case "supervision":
            return _supervision_over(case, now)
        case "recalled":
            return _at_liberty(case, now) or _prepared_again(case, now, policy) or _revoked(case, now)
        case "follow-up":
            due = follow_up_due(case, policy)
            return CaseClosed(because="completed") if due is not None and now >= due else None
        case _:
            return None


def _at_liberty(case: CaseState, now: datetime) -> Event | None:
    since = case.released_at or community_starts(case)
    if since is None or since > now:
        return None
    ends = supervision_ends(case)
    if ends is not None and since >= ends:
        return PhaseEntered(phase="follow-up", since=since, reason="released at the end of supervision")
    return PhaseEntered(phase="supervision", since=since, reason="released")


def _supervision_over(case: CaseState, now: datetime) -> Event | None:
    ends = supervision_ends(case)
    if ends is None or now < ends:
        return None
    return PhaseEntered(phase="follow-up", since=ends, reason="the last day of supervision has passed")


def _prepared_again(case: CaseState, now: datetime, policy: Policy) -> Event | None:
    starts = within_lead(case, policy)
    if case.release.since is None or case.phase_since is None or starts is None:
        return None
    is_new = case.release.since >= case.phase_since
    if not is_new or now < starts:
        return None
    return PhaseEntered(phase="preparation", since=now, reason="a release date has come within the lead time")


def _revoked(case: CaseState, now: datetime) -> Event | None:
    ends = supervision_ends(case)
    if ends is None or now < ends:
        return None
    later_release = case.calendar is not None and case.release.day is not None
    if later_release and case.calendar is not None and case.release.day is not None:
        later_release = case.calendar.start_of_day(case.release.day) > now
    return None if later_release else CaseClosed(because="revoked")


def _manager(case: CaseState) -> Event | None:
    """A case never reaches release without a manager: the probation officer stands in (R76)."""
    if case.case_manager is not None or case.phase != "supervision":
        return None
    return ManagerAppointed(member=case.in_role("probation"), interim=True, reason="none decided by release")
