"""When a revocation calls the person back, and for how long it does (R12)."""

from datetime import datetime

from domain.case.state import CaseState
from domain.vocabulary import RELEASED_PHASES


def revokes(case: CaseState, at: datetime) -> bool:
    """Whether a revocation of that instant ends the supervision that there is: one of an earlier supervision, heard
    of after the next release, takes nobody back."""
    return case.phase in RELEASED_PHASES and (case.released_at is None or at >= case.released_at)


def was_called_back(case: CaseState) -> bool:
    """Whether the case has acted on a revocation or a return: another release may be under preparation already."""
    return case.phase == "recalled" or (case.phase == "preparation" and case.last_released is not None)


def is_called_back(case: CaseState) -> bool:
    """Whether somebody who was called back still is: in custody, or by a revocation that stands.

    A court may replace its decision, and a report of a return may turn out to be wrong.
    """
    if case.custody.status != "at-liberty" or case.released_at is not None:
        return True
    since = case.last_released
    return any(
        each.outcome == "revoked"
        and each.settled_at is not None
        and (since is None or each.settled_at >= since)
        for each in case.breaches
    )
