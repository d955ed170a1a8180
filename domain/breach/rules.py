"""Which facts about breaches fit (R12)."""

from domain.breach.facts import (
    BreachDecided,
    BreachReferred,
    BreachReported,
    BreachReviewed,
    BreachTriaged,
    BreachWithdrawn,
)
from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge
from domain.case.state import CaseState
from domain.vocabulary import role_of

COURT = "court"


@judge.register
def _reported(fact: BreachReported, case: CaseState, of: Circumstances) -> Verdict:
    if case.phase == "follow-up":
        return Refused("supervision is over")
    if case.breach(fact.breach) is not None:
        return Refused("it is known already")
    condition = case.condition(fact.condition)
    if condition is None:
        return _kept(fact, of)
    if condition.state == "ended":
        return Refused("the condition is no longer in force")
    return TAKEN


def _kept(fact: BreachReported, of: Circumstances) -> Verdict:
    until = of.occurred_at + of.policy.breach.kept_for_condition.length()
    if of.now >= until:
        return Refused(f"no condition {fact.condition} has become known")
    return Parked(f"no condition {fact.condition} is known", until=until)


@judge.register
def _triaged(fact: BreachTriaged, case: CaseState, of: Circumstances) -> Verdict:
    return _open(case, fact.breach)


@judge.register
def _reviewed(fact: BreachReviewed, case: CaseState, of: Circumstances) -> Verdict:
    return _open(case, fact.breach)


@judge.register
def _referred(fact: BreachReferred, case: CaseState, of: Circumstances) -> Verdict:
    return _open(case, fact.breach)


@judge.register
def _decided(fact: BreachDecided, case: CaseState, of: Circumstances) -> Verdict:
    decider = role_of(fact.by) if fact.by else COURT
    if decider not in of.policy.breach.deciders[fact.outcome]:
        return Refused(f"{decider} can't decide {fact.outcome}")
    return _open(case, fact.breach)


@judge.register
def _withdrawn(fact: BreachWithdrawn, case: CaseState, of: Circumstances) -> Verdict:
    return _open(case, fact.breach)


def _open(case: CaseState, reference: str) -> Verdict:
    known = case.breach(reference)
    if known is None:
        return Parked("the breach hasn't been reported")
    return TAKEN if known.is_open else Refused(f"the breach is {known.state}")
