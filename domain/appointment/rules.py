"""Which nominations and votes fit, and what they amount to (R50, R74-R77)."""

from domain.appointment.facts import ManagerBecameUnavailable, ManagerNominated, VoteCast
from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge
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
    if role_of(fact.member) not in PERMANENT_ROLES:
        return Refused("only permanent members vote")
    under_way = _under_way(case)
    if under_way != TAKEN or case.appointment is None:
        return under_way
    if fact.nominee not in case.appointment.nominees:
        return Parked(f"{fact.nominee} isn't nominated")
    return heard(case, fact.member) or TAKEN


@judge.register
def _unavailable(fact: ManagerBecameUnavailable, case: CaseState, of: Circumstances) -> Verdict:
    return TAKEN if case.case_manager is not None else Refused("the case has no manager")
