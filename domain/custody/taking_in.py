"""A sentence in the community whose person goes to prison: from then on it is a case like any other (R1).

Prison joins the network, and hands over before the release.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from domain.case.following import Follows
from domain.case.opening import PRISON
from domain.case.state import CaseState
from domain.custody.events import TakenIn
from domain.network.events import RoleTaken
from domain.policy import Policy


def taking_in_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """With the recall, though prison may not have them yet; with its word that it has; or with another sentence."""
    rules = policy.community
    if rules is None or not rules.handover or case.handover is not None or case.taken_in is not None:
        return
    if case.phase == "recalled" or case.custody.status == "in-custody" or case.supervision_start is None:
        yield Follows(now, TakenIn(items=tuple(policy.handover_items)))


def roles_to_take(case: CaseState) -> tuple[str, ...]:
    """Permanent roles that the case didn't need at its opening, and for which nobody has been named yet."""
    needs_prison = case.taken_in is not None and PRISON not in case.permanent_roles
    return (PRISON,) if needs_prison and not case.closed else ()


def role_taken(role: str, named: Mapping[str, str], case: CaseState) -> RoleTaken:
    """By whom the agency directory names; as at the opening, by the area's service where it names nobody."""
    return RoleTaken(member=named.get(role, f"{role}:{case.jurisdiction}"), role=role)
