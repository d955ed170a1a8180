"""Which facts about the person fit."""

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge
from domain.case.state import CaseState
from domain.person.facts import PersonDied, PersonsUnmerged


@judge.register
def _died(fact: PersonDied, case: CaseState, of: Circumstances) -> Verdict:
    return Refused("the person's death is known already") if case.custody.status == "dead" else TAKEN


@judge.register
def _unmerged(fact: PersonsUnmerged, case: CaseState, of: Circumstances) -> Verdict:
    """Of what hasn't been merged it waits: the merger may be heard of later."""
    merged = case.person == fact.into and fact.from_ in (*case.known_as, *case.same_as)
    return TAKEN if merged else Parked(f"{fact.from_} isn't merged into {fact.into}")
