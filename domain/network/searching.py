"""What the case manager owes for a permanent role that is vacant: somebody has to be found."""

from domain.case.owing import owed
from domain.case.state import CaseState
from domain.obligations.duty import Duty
from domain.policy import Policy


def search_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """Where the agency directory had nobody; met as soon as somebody in the role has accepted."""
    rules = policy.network.substitutes
    if rules is None or case.calendar is None or case.phase not in ("preparation", "supervision"):
        return []
    return [
        duty
        for search in case.searches
        for duty in owed(
            case,
            policy,
            "find-substitute",
            f"find another member for {search.role}",
            owner=case.responsible,
            due=rules.find.after(search.since, case.calendar),
            since=search.since,
            met_at=search.filled_at,
            about=search.role,
        )
    ]
