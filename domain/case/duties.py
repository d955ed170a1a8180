"""What is owed in the case as a whole: what no procedure of its own looks after."""

from domain.appointment.handing_over import manager_duties
from domain.case.owing import also_reminded, owed
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.custody.duties import custody_duties
from domain.handover.gaps import gap_duties
from domain.handover.leader import leader_duties
from domain.network.searching import search_duties
from domain.obligations.duty import Duty
from domain.plan.duties import plan_duties
from domain.plan.providers import provider_duties
from domain.policy import Policy
from domain.risk.duties import concern_duties
from domain.supervision.duties import supervision_duties
from domain.transfer.duties import transfer_duties


def case_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """All of them, met or not, at this moment; none in a case that is closed."""
    if case.phase is None or case.closed or case.calendar is None:
        return []
    return [
        *_information(case, policy),
        *manager_duties(case, policy),
        *transfer_duties(case, policy),
        *search_duties(case, policy),
        *plan_duties(case, policy),
        *provider_duties(case, policy),
        *custody_duties(case, policy),
        *supervision_duties(case, policy),
        *concern_duties(case, policy),
        *leader_duties(case, policy),
        *gap_duties(case, policy),
    ]


def _information(case: CaseState, policy: Policy) -> list[Duty]:
    """The person is told at the outset, and still where that was missed before release (R67-R69)."""
    if case.phase not in ("preparation", "supervision"):
        return []
    return owed(
        case,
        policy,
        "inform-person",
        "inform the person at the outset",
        owner=case.responsible,
        due=Timetable(case, policy).before_release(policy.preparation.person_informed),
        since=also_reminded(policy, case.begun_at),
        met_at=case.informed,
    )
