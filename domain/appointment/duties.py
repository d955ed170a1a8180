"""What is owed while the network decides on a case manager."""

from domain.case.owing import owed
from domain.case.state import CaseState
from domain.obligations.duty import Duty
from domain.policy import Policy


def appointment_duties(case: CaseState, policy: Policy) -> list[Duty]:
    appointment = case.appointment
    if appointment is None:
        return []
    vertical = case.coordination == "vertical"
    owner = case.authority if vertical and case.authority else case.in_role("probation")
    return owed(
        case,
        policy,
        "decide-manager",
        "decide on the case manager",
        owner=owner,
        due=appointment.due,
        since=appointment.opened_at,
        about=appointment.opened_at.date().isoformat(),
    )
