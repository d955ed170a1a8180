"""Who stands in while there is no manager, or the manager is away: no case is without one after release (R76)."""

from collections.abc import Iterator
from datetime import datetime

from domain.appointment.events import ManagerAppointed
from domain.appointment.opening import comes_back
from domain.appointment.sections import Manager
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
        yield from _before_release(case, case.calendar, now)
    elif _is_gone(case, manager.member):
        stand_in = _stand_in(case, policy, manager.member)
        if not _is_gone(case, stand_in):
            yield Follows(now, _interim(stand_in, _why_gone(case, manager.member)))
    elif manager.interim:
        yield from _back(case, case.calendar)
    else:
        yield from _away(case, policy, case.calendar, manager, now)


def _before_release(case: CaseState, local: LocalCalendar, now: datetime) -> Iterator[Follows]:
    """From the day of release; at once where the case was opened with hardly a working day left."""
    appointed = _interim(case.in_role("probation"), "none was decided on before release")
    if case.phase in RELEASED_PHASES:
        yield Follows(now, appointed)
    elif case.phase == "preparation" and case.release.settled is not None and case.opened_at is not None:
        at_once = hardly_a_day_left(case.opened_at, case.release.settled, local)
        yield Follows(now if at_once else local.start_of_day(case.release.settled), appointed)


def _away(
    case: CaseState, policy: Policy, local: LocalCalendar, manager: Manager, now: datetime
) -> Iterator[Follows]:
    absence = case.absence
    if absence is None:
        return
    is_over = absence.until is not None and local.end_of_day(absence.until) <= now
    if not is_over:
        stand_in = _stand_in(case, policy, manager.member)
        yield Follows(local.start_of_day(absence.starts), _interim(stand_in, "the manager is unavailable"))


def _back(case: CaseState, local: LocalCalendar) -> Iterator[Follows]:
    absence = case.absence
    if absence is not None and absence.until is not None and comes_back(case):
        back = ManagerAppointed(member=absence.member, interim=False, reason="the manager is back")
        yield Follows(local.end_of_day(absence.until), back)


def _is_gone(case: CaseState, member: str) -> bool:
    known = case.member(member)
    return known is not None and known.is_gone


def _why_gone(case: CaseState, member: str) -> str:
    known = case.member(member)
    passed_over = known is not None and known.passed_over is not None
    return "somebody else has taken the manager's seat" if passed_over else "the manager has left the network"


def _stand_in(case: CaseState, policy: Policy, for_: str) -> str:
    """The probation officer; for the probation officer whoever stands above a manager."""
    probation = case.in_role("probation")
    return probation if probation != for_ else case.in_role(policy.ladder.above_manager)


def _interim(member: str, reason: str) -> ManagerAppointed:
    return ManagerAppointed(member=member, interim=True, reason=reason)
