"""When the network is asked to decide on a case manager (R74-R77)."""

from collections.abc import Iterator
from datetime import datetime

from domain.appointment.events import AppointmentOpened
from domain.calendar import LocalCalendar
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.policy import Policy


def appointment_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    if case.calendar is None or case.phase not in ("preparation", "supervision") or not _is_needed(case):
        return
    opens = _opens(case, policy, now)
    if opens is not None:
        planned = _due(case, policy, opens, case.calendar)
        due = planned if planned > now else _due(case, policy, now, case.calendar)
        yield Follows(opens, AppointmentOpened(due=due))


def _due(case: CaseState, policy: Policy, opens: datetime, local: LocalCalendar) -> datetime:
    """A first decision before a release at short notice has less time too (R17)."""
    if case.phase != "preparation" or case.decided_manager is not None:
        return policy.appointment.decide.after(opens, local)
    timetable = Timetable(case, policy)
    due = timetable.time_for(policy.appointment.decide, opens, local)
    acknowledged = timetable.before_release(policy.preparation.items_acknowledged)
    if not (policy.appointment.in_order and case.short_notice) or acknowledged is None:
        return due
    # Working days may outlast the step that follows by calendar days: to acknowledge is the manager's first duty.
    return min(due, acknowledged) if acknowledged > opens else due


def _is_needed(case: CaseState) -> bool:
    """Nobody has been decided on, or whoever was won't come back."""
    if case.appointment is not None:
        return False
    if case.case_manager is None:
        return True
    return case.case_manager.interim and not comes_back(case)


def comes_back(case: CaseState) -> bool:
    """Whether the manager is only away for a time: then somebody stands in, and nobody else is sought."""
    absence = case.absence
    if absence is None or absence.until is None:
        return False
    known = case.member(absence.member)
    return known is not None and known.may_receive


def _opens(case: CaseState, policy: Policy, now: datetime) -> datetime | None:
    """By the timetable for the first manager before a release, or in the community; at once for another."""
    if case.decided_manager is not None or not (case.phase == "preparation" or case.is_community):
        return now
    day = Timetable(case, policy).day_before_release(policy.preparation.nominations)
    return case.calendar.start_of_day(day) if day is not None and case.calendar is not None else None
