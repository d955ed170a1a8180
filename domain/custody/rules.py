"""Which custody facts fit."""

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.custody.facts import PersonReleased, PersonReturned, PersonTransferred, ReleaseDateSet
from domain.vocabulary import RELEASED_PHASES

RELEASED_ALREADY = "the person is released already"
ONLY_THE_END = "only its end can move"
NAME_THE_RELEASE = (
    "the case is of a person in custody: name the day of release, supervision begins with the release"
)


@judge.register
def _release_date_set(fact: ReleaseDateSet, case: CaseState, of: Circumstances) -> Verdict:
    known = (case.person, *case.known_as, *(case.same_as if of.policy.earlier_counts else ()))
    if case.person is not None and fact.person not in known:
        return Refused("it names another person than the case")
    if of.policy.community is not None and (misplaced := _misplaced_start(fact, case)) is not None:
        return misplaced
    since = case.supervision_end_since if case.phase in RELEASED_PHASES else None
    return older_than(since or case.release.since, of) or TAKEN


def _misplaced_start(fact: ReleaseDateSet, case: CaseState) -> Refused | None:
    """A sentence in the community begins by itself on its first day, in a case that was opened for it; a person in
    custody is supervised from the release on."""
    if fact.supervision_start is None or case.phase is None:
        return None
    if case.phase in RELEASED_PHASES:
        has_moved = case.is_community and fact.supervision_start != case.supervision_start
        return (
            Refused(f"supervision has begun on {case.supervision_start}: {ONLY_THE_END}")
            if has_moved
            else None
        )
    return Refused(NAME_THE_RELEASE) if case.supervision_start is None else None


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
