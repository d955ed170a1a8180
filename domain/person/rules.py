"""Which facts about the person fit."""

from domain.case.judging import TAKEN, Circumstances, Refused, Verdict, judge
from domain.case.state import CaseState
from domain.person.facts import PersonDied


@judge.register
def _died(fact: PersonDied, case: CaseState, of: Circumstances) -> Verdict:
    return Refused("the person's death is known already") if case.custody.status == "dead" else TAKEN
