"""The justice case holder: another role than the case manager's (R78), and always of the area that is responsible."""

from collections.abc import Iterator
from datetime import datetime

from domain.appointment.events import CaseHolderChanged, ManagerAppointed
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.policy import Policy

PROBATION = "probation"


def holder_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """A case that has gone to another area is held there; where its holder was its manager, somebody stands in."""
    area = case.jurisdiction
    if policy.appointment.hand_over is None or case.transferred_at is None or area is None:
        return
    if case.case_holder_area in (None, area):
        return
    holder = holder_in(case, area)
    if case.manager is not None and case.manager == case.case_holder != holder:
        reason = "another area has become responsible"
        yield Follows(now, ManagerAppointed(member=holder, interim=True, reason=reason))
    else:
        yield Follows(now, CaseHolderChanged(holder=holder, jurisdiction=area))


def holder_in(case: CaseState, area: str) -> str:
    """Whoever held the case there before and is still in the network; else the area's service by its name."""
    back = (each for each in case.network if each.role == PROBATION and each.relieved_in == area)
    return next((each.member for each in back if each.state == "accepted"), f"{PROBATION}:{area}")
