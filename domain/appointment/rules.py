"""Which nominations and votes fit, and what they amount to (R50, R74-R77)."""

from domain.appointment.facts import ManagerBecameUnavailable, ManagerNominated, VoteCast
from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.network.rules import heard
from domain.vocabulary import PERMANENT_ROLES, role_of


def _under_way(case: CaseState) -> Verdict:
    if case.appointment is not None:
        return TAKEN
    if case.case_manager is None or case.case_manager.interim:
        return Parked("nominations aren't open yet")
    return Refused("the case has its manager")


@judge.register
def _nominated(fact: ManagerNominated, case: CaseState, of: Circumstances) -> Verdict:
    under_way = _under_way(case)
    if under_way != TAKEN:
        return under_way
    return heard(case, fact.nominee) or TAKEN


@judge.register
def _voted(fact: VoteCast, case: CaseState, of: Circumstances) -> Verdict:
    if not _may_vote(case, fact.member):
        return Refused("only permanent members vote")
    under_way = _under_way(case)
    if under_way != TAKEN or case.appointment is None:
        return under_way
    if fact.nominee not in case.appointment.nominees:
        return Parked(f"{fact.nominee} isn't nominated")
    return heard(case, fact.member) or TAKEN


def _may_vote(case: CaseState, member: str) -> bool:
    """The core of the network does, not who was drawn in for an activity (R50); and the authority that decides."""
    known = case.member(member)
    if known is None:
        return role_of(member) in PERMANENT_ROLES
    return known.standing == "permanent" or (case.coordination == "vertical" and member == case.authority)


@judge.register
def _unavailable(fact: ManagerBecameUnavailable, case: CaseState, of: Circumstances) -> Verdict:
    if case.decided_manager is None:
        return Refused("no manager has been decided on")
    return older_than(case.absence.since if case.absence else None, of) or TAKEN
