"""Which facts about concerns fit."""

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, earlier_than, judge
from domain.case.state import CaseState
from domain.network.rules import nobody_present, present
from domain.risk.facts import ConcernAcknowledged, ConcernRaised, ConcernReviewed

RAISED = "the concern was raised"


@judge.register
def _raised(fact: ConcernRaised, case: CaseState, of: Circumstances) -> Verdict:
    return Refused("it is known already") if case.concern(fact.concern) else TAKEN


@judge.register
def _acknowledged(fact: ConcernAcknowledged, case: CaseState, of: Circumstances) -> Verdict:
    known = case.concern(fact.concern)
    if known is None:
        return Parked("the concern hasn't been raised")
    if fact.member in known.acknowledged:
        return Refused("they have acknowledged it already")
    return earlier_than(known.raised_at, RAISED, of) or present(fact.member, case, of) or TAKEN


@judge.register
def _reviewed(fact: ConcernReviewed, case: CaseState, of: Circumstances) -> Verdict:
    known = case.concern(fact.concern)
    if known is None:
        return Parked("the concern hasn't been raised")
    if known.state == "reviewed":
        return Refused("it is reviewed already")
    return earlier_than(known.raised_at, RAISED, of) or nobody_present(fact.members, case, of) or TAKEN
