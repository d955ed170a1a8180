"""What a procedure has decided on a brief that may be older than what the case knows by now."""

from datetime import datetime

from domain.appointment.decision import manager_appointed
from domain.appointment.events import ManagerAppointed
from domain.case.state import CaseState
from domain.events import Event
from domain.network.events import MemberInvited
from domain.policy import Policy


def as_it_counts(decided: Event, case: CaseState, policy: Policy, now: datetime) -> Event | None:
    """The event that the case records of it, by what is known now; None: it is out of date, or done already."""
    match decided:
        case MemberInvited(member=member):
            known = case.member(member)
            return decided if known is not None and known.state == "proposed" else None
        case ManagerAppointed(member=member, interim=interim):
            appointed = manager_appointed(case, policy, now)
            is_the_same = appointed is not None and (appointed.member, appointed.interim) == (member, interim)
            return appointed if is_the_same else None
        case _:
            return None
