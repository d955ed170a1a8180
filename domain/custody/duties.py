"""What prison owes about the release itself."""

from domain.case.owing import also_reminded, owed
from domain.case.state import CaseState
from domain.network.answering import owner_in_role
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.vocabulary import RELEASED_PHASES


def custody_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """To confirm a release whose day has passed; met by the release, and no longer owed when the date moves."""
    passed, local = case.release.passed, case.calendar
    if passed is None or local is None or passed != case.release.day:
        return []
    released = case.released_at if case.phase in RELEASED_PHASES else None
    if released is None and case.phase != "preparation":
        return []
    return owed(
        case,
        policy,
        "confirm-release",
        "confirm the release, or give its new date",
        owner=owner_in_role(case, "prison", policy),
        due=policy.preparation.confirm_release.after(local.start_of_day(passed), local),
        since=also_reminded(policy, local.start_of_day(passed)),
        met_at=released,
        about=passed.isoformat(),
    )
