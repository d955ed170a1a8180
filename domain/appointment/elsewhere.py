"""A manager of the area before: the network of the new one decides anew, and they stay until it has (R74, R78)."""

from collections.abc import Iterator
from datetime import datetime

from domain.appointment.events import ManagerAppointed
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.policy import Policy


def elsewhere_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """Ad interim from now on, so that another decision is opened; whomever it comes to stays, wherever they are."""
    manager, moved_at = case.case_manager, case.network_moved_at
    if not policy.appointment.moves or case.phase not in ("preparation", "supervision"):
        return
    if manager is None or manager.interim or moved_at is None or _was_decided_since(case, moved_at):
        return
    if _is_of_the_area_before(case, manager.member):
        reason = "another area has become responsible"
        yield Follows(now, ManagerAppointed(member=manager.member, interim=True, reason=reason))


def _is_of_the_area_before(case: CaseState, member: str) -> bool:
    known = case.member(member)
    if known is None:
        return False
    return known.stays_for is not None or known.relieved_in not in (None, case.jurisdiction)


def _was_decided_since(case: CaseState, moved_at: datetime) -> bool:
    decided = case.appointment_decided
    return decided is not None and decided.decided_at is not None and decided.decided_at > moved_at
