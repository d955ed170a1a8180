"""How a case begins: who is in it, what is handed over, and whether time is short."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from domain.calendar import LocalCalendar
from domain.case.events import CaseOpened
from domain.case.state import CaseState
from domain.clock import CaseClock
from domain.policy import Policy

PRISON = "prison"
A_DAY = timedelta(days=1)
ON_THE_WAY = timedelta(seconds=1)
"""Of the engine's time, from the watch's look to the first fact: in an exercise that is days."""
RENEWED_BEFORE = timedelta(days=366)
"""How long before its years run out a calendar is renewed."""
YEARS_KNOWN = 5
"""Years beyond the end of supervision for which it is read."""


def roles_at_opening(case: CaseState, policy: Policy) -> tuple[str, ...]:
    """The permanent roles (R31); in a community sentence no prison (R1)."""
    community = case.supervision_start is not None
    return tuple(role for role in policy.network.permanent_roles if not (community and role == PRISON))


def opened(
    case: CaseState,
    policy: Policy,
    clock: CaseClock,
    now: datetime,
    calendar: LocalCalendar,
    directory: Mapping[str, str] | None,
) -> CaseOpened:
    """One named member for each permanent role, from the directory where it has one; in a community sentence nothing
    to hand over (R1). ``directory``: members by role; None where it wasn't asked."""
    named = directory or {}
    members = {
        role: named.get(role, f"{role}:{case.jurisdiction}") for role in roles_at_opening(case, policy)
    }
    # The release watch looks no more often than this, and what it opens takes a moment to begin.
    grace = clock.watch_interval + clock.case_delay(ON_THE_WAY)
    community = case.supervision_start is not None
    return CaseOpened(
        policy=policy.reference,
        members=tuple(members.values()),
        case_holder=members.get("probation", f"probation:{case.jurisdiction}"),
        items=() if community else tuple(policy.handover_items),
        short_notice=is_short_notice(case, policy, now, calendar, grace),
        calendar=calendar,
        chosen=tuple(named[role] for role in members if role in named) if directory is not None else None,
    )


def is_short_notice(
    case: CaseState, policy: Policy, now: datetime, calendar: LocalCalendar, grace: timedelta = A_DAY
) -> bool:
    """Whether less than the lead time is left (R17), by more than ``grace``."""
    if case.release.day is None:
        return False
    opens = calendar.end_of_day(policy.opens.days_before(case.release.day))
    return now > opens + grace


def calendar_is_short(case: CaseState, now: datetime) -> bool:
    """Whether the calendar's years run out, or it is that of a jurisdiction, or a policy, that the case has left."""
    if case.calendar is None or case.closed:
        return False
    end = case.supervision_end or now.date()
    needed = max(end, (now + RENEWED_BEFORE).date())
    elsewhere = case.calendar.jurisdiction != case.jurisdiction
    return case.calendar.until < needed or elsewhere or case.calendar_outdated


def calendar_years(case: CaseState, today: date) -> tuple[date, date]:
    """The first and the last day that the case's calendar is to know: also when it is renewed, what was due long ago
    stays due on the day on which it was."""
    begun = min(today, case.opened_at.date()) if case.opened_at is not None else today
    last = max(case.supervision_end or today, today).year + YEARS_KNOWN
    return date(begun.year - 1, 1, 1), date(last, 12, 31)
