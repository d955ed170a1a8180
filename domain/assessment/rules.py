"""Which facts about assessments fit."""

from domain.assessment.facts import AssessmentConcluded, AssessmentContributed
from domain.assessment.fold import round_named
from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge
from domain.case.state import CaseState
from domain.network.coordination import without_authority
from domain.network.rules import heard, present
from domain.vocabulary import role_of

AGENCIES = 2
"""A conclusion is joint: it takes at least so many (R22, R63)."""


def _open_round(case: CaseState, name: int | str) -> Verdict:
    known = round_named(case, name)
    if known is not None:
        return TAKEN if known.state == "open" else Refused(f"round {name} is concluded")
    return Refused("no round is open") if name == "current" else Parked(f"round {name} isn't open yet")


@judge.register
def _contributed(fact: AssessmentContributed, case: CaseState, of: Circumstances) -> Verdict:
    is_open = _open_round(case, fact.round)
    return is_open if is_open != TAKEN else heard(case, fact.member) or TAKEN


@judge.register
def _concluded(fact: AssessmentConcluded, case: CaseState, of: Circumstances) -> Verdict:
    if len({role_of(member) for member in fact.members}) < AGENCIES:
        return Refused("an assessment is concluded jointly, by at least two agencies")
    absent = [verdict for member in fact.members if (verdict := present(case, member)) is not None]
    agencies = {role_of(member) for member in fact.members if present(case, member) is None}
    is_open = _open_round(case, fact.round)
    if is_open == TAKEN and len(agencies) < AGENCIES:
        return absent[0]
    return is_open if is_open != TAKEN else without_authority(fact.members, case, of) or TAKEN
