"""Which custody facts fit."""

from domain.case.judging import TAKEN, Circumstances, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.custody.facts import PersonReleased, PersonReturned, ReleaseDateSet


@judge.register
def _release_date_set(fact: ReleaseDateSet, case: CaseState, of: Circumstances) -> Verdict:
    if case.person is not None and fact.person != case.person:
        return Refused("it names another person than the case")
    return older_than(case.release.since, of) or TAKEN


@judge.register
def _released(fact: PersonReleased, case: CaseState, of: Circumstances) -> Verdict:
    if case.phase in ("supervision", "follow-up"):
        return Refused("the person is released already")
    return older_than(case.custody.since, of) or TAKEN


@judge.register
def _returned(fact: PersonReturned, case: CaseState, of: Circumstances) -> Verdict:
    return older_than(case.custody.since, of) or TAKEN
