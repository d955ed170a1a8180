"""Which custody facts fit."""

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.custody.facts import PersonReleased, PersonReturned, PersonTransferred, ReleaseDateSet
from domain.vocabulary import RELEASED_PHASES

RELEASED_ALREADY = "the person is released already"


@judge.register
def _release_date_set(fact: ReleaseDateSet, case: CaseState, of: Circumstances) -> Verdict:
    known = (case.person, *case.known_as, *(case.same_as if of.policy.earlier_counts else ()))
    if case.person is not None and fact.person not in known:
        return Refused("it names another person than the case")
    since = case.supervision_end_since if case.phase in RELEASED_PHASES else None
    return older_than(since or case.release.since, of) or TAKEN


@judge.register
def _transferred(fact: PersonTransferred, case: CaseState, of: Circumstances) -> Verdict:
    return older_than(case.custody.moved_at, of) or TAKEN


@judge.register
def _released(fact: PersonReleased, case: CaseState, of: Circumstances) -> Verdict:
    """A second release waits: the return between the two may be heard of later."""
    since = case.custody.since
    if case.phase not in RELEASED_PHASES:
        return older_than(since, of) or TAKEN
    may_be_the_next = of.policy.earlier_counts and since is not None and of.occurred_at > since
    return Parked(RELEASED_ALREADY) if may_be_the_next else Refused(RELEASED_ALREADY)


@judge.register
def _returned(fact: PersonReturned, case: CaseState, of: Circumstances) -> Verdict:
    return older_than(case.custody.since, of) or TAKEN
