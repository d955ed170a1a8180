"""What is owed in a round of joint assessment."""

from domain.assessment.sections import Round
from domain.case.owing import owed
from domain.case.state import CaseState
from domain.network.coordination import owes_decision
from domain.obligations.duty import Duty
from domain.policy import Policy


def assessment_duties(round_: Round, case: CaseState, policy: Policy) -> list[Duty]:
    """Nothing while the person is back in custody: an open round waits for what comes next."""
    if case.phase not in ("preparation", "supervision", "follow-up"):
        return []
    return owed(
        case,
        policy,
        "conclude-assessment",
        f"conclude joint assessment {round_.round}",
        owner=owes_decision(case, policy),
        due=round_.due,
        since=round_.opened_at,
        met_at=round_.concluded_at,
        about=str(round_.round),
    )
