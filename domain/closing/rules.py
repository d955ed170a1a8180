"""Whose plan for the end of support counts, and who says how it went."""

from domain.case.judging import TAKEN, Circumstances, Parked, Verdict, judge
from domain.case.state import CaseState
from domain.closing.facts import EndingPlanned, EvaluationSubmitted
from domain.closing.speaking import PERSON
from domain.network.coordination import without_authority
from domain.network.rules import nobody_present
from domain.vocabulary import role_of


@judge.register
def _planned(fact: EndingPlanned, case: CaseState, of: Circumstances) -> Verdict:
    """Who has agreed on it needn't be said; where it is, they are of this case."""
    if not fact.members or of.policy.closing.plan_keeps is None:
        return TAKEN
    return nobody_present(fact.members, case, of) or without_authority(fact.members, case, of) or TAKEN


@judge.register
def _evaluated(fact: EvaluationSubmitted, case: CaseState, of: Circumstances) -> Verdict:
    """The person, and everybody who is or was in the network: who has left it has seen part of it too."""
    is_of_the_case = role_of(fact.by) == PERSON or case.member(fact.by) is not None
    if is_of_the_case or not of.policy.closing.all_evaluate:
        return TAKEN
    return Parked(f"{fact.by} isn't in the network")
