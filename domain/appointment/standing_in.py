"""Who stands in while there is no manager, or the manager is away: no case is without one after release (R76)."""

from collections.abc import Iterator
from datetime import datetime

from domain.appointment.events import ManagerAppointed
from domain.appointment.opening import comes_back
from domain.appointment.present import is_there, stand_in
from domain.appointment.sections import Absence, Manager
from domain.calendar import LocalCalendar
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.case.timetable import hardly_a_day_left
from domain.policy import Policy
from domain.vocabulary import RELEASED_PHASES


def standing_in_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    assert case.calendar is not None
    manager = case.case_manager
    if manager is None:
        yield from _before_release(case, policy, case.calendar, now)
    elif _is_gone(case, policy, manager.member):
        yield from _gone(case, policy, case.calendar, manager.member, now)
    elif manager.interim:
        yield from _away(case, policy, case.calendar, manager, now)
        yield from _back(case, case.calendar)
    else:
        yield from _away(case, policy, case.calendar, manager, now)


def _before_release(
    case: CaseState, policy: Policy, local: LocalCalendar, now: datetime
) -> Iterator[Follows]:
    """From the day of release; at once where the case was opened with hardly a working day left."""
    appointed = _interim(stand_in(case, policy), "none was decided on before release")
    if case.phase in RELEASED_PHASES:
        yield Follows(now, appointed)
    elif case.phase == "preparation" and case.release.settled is not None and case.opened_at is not None:
        at_once = hardly_a_day_left(case.opened_at, case.release.settled, local)
        yield Follows(now if at_once else local.start_of_day(case.release.settled), appointed)


def _gone(
    case: CaseState, policy: Policy, local: LocalCalendar, manager: str, now: datetime
) -> Iterator[Follows]:
    """Whoever is known by name only gives way to the first who is there, and takes the place of who has left."""
    somebody = stand_in(case, policy, _without(case, policy, local, manager, now))
    only_named = case.member(somebody) is None
    if is_there(case, somebody) or (only_named and case.member(manager) is not None):
        yield Follows(now, _interim(somebody, _why_gone(case, manager)))


def _away(
    case: CaseState, policy: Policy, local: LocalCalendar, manager: Manager, now: datetime
) -> Iterator[Follows]:
    """Who stands in may be away too; where nobody else is there the manager stays."""
    absence = next((each for each in _absences(case) if each.member == manager.member), None)
    if absence is None or _is_over(absence, local, now):
        return
    strict = policy.appointment.only_present
    if manager.interim and not strict:
        return
    somebody = stand_in(case, policy, _without(case, policy, local, manager.member, now))
    if is_there(case, somebody) or not strict:
        who = "whoever stood in" if manager.interim else "the manager"
        yield Follows(local.start_of_day(absence.starts), _interim(somebody, f"{who} is unavailable"))


def _back(case: CaseState, local: LocalCalendar) -> Iterator[Follows]:
    absence = case.absence
    if absence is not None and absence.until is not None and comes_back(case):
        back = ManagerAppointed(member=absence.member, interim=False, reason="the manager is back")
        yield Follows(local.end_of_day(absence.until), back)


def _absences(case: CaseState) -> list[Absence]:
    return [each for each in (case.absence, case.stand_in_absence) if each is not None]


def _without(case: CaseState, policy: Policy, local: LocalCalendar, manager: str, now: datetime) -> set[str]:
    """Who can't stand in for the manager now: they themselves, and whoever is away."""
    if not policy.appointment.only_present:
        return {manager}
    begun = [each for each in _absences(case) if local.start_of_day(each.starts) <= now]
    return {manager, *(each.member for each in begun if not _is_over(each, local, now))}


def _is_over(absence: Absence, local: LocalCalendar, now: datetime) -> bool:
    return absence.until is not None and local.end_of_day(absence.until) <= now


def _is_gone(case: CaseState, policy: Policy, member: str) -> bool:
    known = case.member(member)
    return known.is_gone if known is not None else policy.appointment.only_present


def _why_gone(case: CaseState, member: str) -> str:
    known = case.member(member)
    if known is None:
        return "the manager was known by name only"
    passed_over = known.passed_over is not None
    return "somebody else has taken the manager's seat" if passed_over else "the manager has left the network"


def _interim(member: str, reason: str) -> ManagerAppointed:
    return ManagerAppointed(member=member, interim=True, reason=reason)
