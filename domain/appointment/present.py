"""Who there is to be manager where nobody was decided on: somebody of the network, before anybody by a mere name (R76).

The probation officer; where there is none whoever stands above a manager; else another of the core, prison last.
"""

from collections.abc import Collection, Iterable

from domain.case.state import CaseState
from domain.network.sections import NetworkMember
from domain.policy import Policy

PROBATION, PRISON = "probation", "prison"


def is_there(case: CaseState, member: str) -> bool:
    known = case.member(member)
    return known is not None and not known.is_gone


def unavailable(case: CaseState) -> str | None:
    """Of whom it is said that the manager can't act: whom the network has decided on; where they have left, or
    nobody was decided on, who stands in. None: there is no manager.
    """
    decided = case.member(case.decided_manager) if case.decided_manager is not None else None
    has_left = decided is not None and decided.is_gone
    return case.manager if case.decided_manager is None or has_left else case.decided_manager


def stand_in(case: CaseState, policy: Policy, without: Collection[str] = ()) -> str:
    """``without``: who can't. Only where nobody at all is there it is the service of the area, by its name."""
    roles = (PROBATION, policy.ladder.above_manager)
    names = [case.in_role(role) for role in roles]
    by_name = next((name for name in names if name not in without), names[-1])
    if not policy.appointment.only_present:
        return by_name
    never_left = next((name for name in names if case.member(name) is None), by_name)
    return _somebody(case, roles, without) or never_left


def _somebody(case: CaseState, roles: Iterable[str], without: Collection[str]) -> str | None:
    here = [each for each in case.network if each.member not in without and _serves(each, case)]
    in_role = [min((each for each in here if each.role == role), key=_rank, default=None) for role in roles]
    core = min((each for each in here if each.standing == "permanent"), key=_rank, default=None)
    return next((each.member for each in (*in_role, core) if each is not None), None)


def _serves(member: NetworkMember, case: CaseState) -> bool:
    return not member.is_gone and member.relieved_in in (None, case.jurisdiction)


def _rank(member: NetworkMember) -> tuple[bool, bool, bool]:
    """Who has accepted and signed comes first, then who was asked for the seat."""
    return not member.may_receive, member.role == PRISON, member.standing != "permanent"
