"""Which facts about the person fit."""

from domain.case.judging import CLOSED, TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.person.facts import PersonDied, PersonsMerged, PersonsUnmerged, pair_of
from domain.person.sections import Merger


@judge.register
def _died(fact: PersonDied, case: CaseState, of: Circumstances) -> Verdict:
    """Of another person's it waits: that both records are of one may be heard of later."""
    if case.custody.status == "dead":
        return Refused("the person's death is known already")
    is_ours = fact.person in (None, case.person, *case.known_as, *case.same_as)
    return TAKEN if is_ours else Parked("it names another person than the case")


@judge.register
def _merged(fact: PersonsMerged, case: CaseState, of: Circumstances) -> Verdict:
    return _superseded(fact, case, of) or TAKEN


@judge.register
def _unmerged(fact: PersonsUnmerged, case: CaseState, of: Circumstances) -> Verdict:
    """Of what hasn't been merged it waits: the merger may be heard of later."""
    if Merger(from_=fact.from_, into=fact.into) in case.mergers:
        return _superseded(fact, case, of) or TAKEN
    if case.closed:
        return Refused(CLOSED)
    return Parked(f"{fact.from_} isn't merged into {fact.into}")


def _superseded(fact: PersonsMerged | PersonsUnmerged, case: CaseState, of: Circumstances) -> Refused | None:
    """By a later word on the same two records."""
    return older_than(case.compared.get(pair_of(fact)), of) if of.policy.earlier_counts else None
