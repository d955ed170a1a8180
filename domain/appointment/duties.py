"""What is owed while the network decides on a case manager."""

from datetime import datetime

from domain.appointment.present import stand_in
from domain.appointment.sections import Appointment
from domain.case.owing import owed
from domain.case.state import CaseState
from domain.network.coordination import authority_of
from domain.obligations.duty import Duty
from domain.policy import Policy


def appointment_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """The decision that is under way, or the one that was taken."""
    appointment = case.appointment or case.appointment_decided
    if appointment is None:
        return []
    return owed(
        case,
        policy,
        "decide-manager",
        "decide on the case manager",
        owner=_decides(case, policy),
        due=appointment.due,
        since=appointment.opened_at,
        met_at=_decided_by(appointment),
        about=appointment.opened_at.date().isoformat(),
    )


def _decides(case: CaseState, policy: Policy) -> str:
    """The authority in the vertical mode; else the probation officer sees to it that the network decides."""
    if policy.appointment.rules == 1 and case.coordination == "vertical":
        return case.authority or case.in_role("probation")
    return authority_of(case) or stand_in(case, policy)


def _decided_by(appointment: Appointment) -> datetime | None:
    """At the date a decision falls by itself: it is late only where a vote that it took came later."""
    if appointment.decided_at is None:
        return None
    complete = max([appointment.due, *(ballot.at for ballot in appointment.votes.values())])
    return min(appointment.decided_at, complete)
