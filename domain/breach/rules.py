"""Which facts about breaches fit (R12)."""

from domain.breach.facts import (
    BreachDecided,
    BreachReferred,
    BreachReported,
    BreachReviewed,
    BreachTriaged,
    BreachWithdrawn,
)
from domain.breach.fold import COURT
from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.court.terms import was_in_force
from domain.network.rules import nobody_present, present
from domain.vocabulary import role_of


@judge.register
def _reported(fact: BreachReported, case: CaseState, of: Circumstances) -> Verdict:
    if case.phase == "follow-up":
        return Refused("supervision is over")
    if case.breach(fact.breach) is not None:
        return Refused("it is known already")
    condition = case.condition(fact.condition)
    if condition is None:
        return _kept(fact, of)
    if not was_in_force(condition, of.occurred_at, case.calendar):
        return Refused("the condition was no longer in force")
    return TAKEN


def _kept(fact: BreachReported, of: Circumstances) -> Verdict:
    until = of.occurred_at + of.policy.breach.kept_for_condition.length()
    if of.now >= until:
        return Refused(f"no condition {fact.condition} has become known")
    return Parked(f"no condition {fact.condition} is known", until=until)


@judge.register
def _triaged(fact: BreachTriaged, case: CaseState, of: Circumstances) -> Verdict:
    known = case.breach(fact.breach)
    return older_than(known.triaged_at if known else None, of) or _open(case, fact.breach)


@judge.register
def _referred(fact: BreachReferred, case: CaseState, of: Circumstances) -> Verdict:
    known = case.breach(fact.breach)
    if known is not None and known.referred_at is not None and known.is_open:
        return Refused("it is before the court already")
    return _open(case, fact.breach)


@judge.register
def _reviewed(fact: BreachReviewed, case: CaseState, of: Circumstances) -> Verdict:
    about = _open(case, fact.breach)
    return about if about != TAKEN else nobody_present(fact.members, case, of) or TAKEN


@judge.register
def _withdrawn(fact: BreachWithdrawn, case: CaseState, of: Circumstances) -> Verdict:
    return _open(case, fact.breach)


@judge.register
def _decided(fact: BreachDecided, case: CaseState, of: Circumstances) -> Verdict:
    """The court has the last word: its decision replaces one that somebody else has come to before."""
    decider = role_of(fact.by) if fact.by else COURT
    if decider not in of.policy.breach.deciders[fact.outcome]:
        return Refused(f"{decider} can't decide {fact.outcome}")
    known = case.breach(fact.breach)
    if decider != COURT and fact.by is not None:
        return (
            _open(case, fact.breach) if known is None else present(case, fact.by) or _open(case, fact.breach)
        )
    if known is not None and known.state == "decided" and known.decided_by != COURT:
        return older_than(known.settled_at, of) or TAKEN
    return _open(case, fact.breach)


def _open(case: CaseState, reference: str) -> Verdict:
    known = case.breach(reference)
    if known is None:
        return Parked("the breach hasn't been reported")
    return TAKEN if known.is_open else Refused(f"the breach is {known.state}")
