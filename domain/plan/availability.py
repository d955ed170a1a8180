"""Mentoring is often unavailable: whether there is any is told by the jurisdiction (R103).

A plan that counts on it is taken as it is: the intervention shows as unavailable, and is a gap.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.state import CaseState
from domain.plan.events import ActivitiesUnavailable
from domain.policy import Policy
from domain.vocabulary import Activity


def availability_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """A pack without rules for the plan knows nothing of availability."""
    if policy.plan is None:
        return
    here = policy.jurisdictions.get(case.jurisdiction or "")
    unavailable: tuple[Activity, ...] = ("mentoring",) if here is not None and not here.mentoring else ()
    if unavailable != case.unavailable:
        yield Follows(now, ActivitiesUnavailable(activities=unavailable))
