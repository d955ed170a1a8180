"""When the network is asked to decide on a case manager, and who stands in until it has (R74-R76)."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.events import AppointmentOpened, ManagerAppointed
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.policy import Policy


def appointment_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    manager = case.case_manager
    if case.appointment is None and (manager is None or manager.interim):
        yield from _opened(case, policy, now)
    if manager is None and case.phase == "supervision":
        stand_in = case.in_role("probation")
        reason = "none was decided on before release"
        yield Follows(now, ManagerAppointed(member=stand_in, interim=True, reason=reason))


def _opened(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    assert case.calendar is not None
    at: datetime | None = now
    if case.phase == "preparation" and case.case_manager is None:
        at = Timetable(case, policy).before_release(policy.preparation.nominations)
    if at is not None and case.phase in ("preparation", "supervision"):
        due = policy.appointment.decide.after(max(at, now), case.calendar)
        yield Follows(at, AppointmentOpened(due=due))
