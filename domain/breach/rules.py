"""Which facts about breaches fit (R12).

By the second edition of the rules facts come in any order and it comes to the same. The court's word stands over
anybody else's, and of two words of the same standing the later one; a withdrawal is a word like another. A step that
is heard of once the breach is settled, and was taken before that, is on record too.
"""

from domain.breach.duties import refers
from domain.breach.facts import (
    BreachDecided,
    BreachReferred,
    BreachReported,
    BreachReviewed,
    BreachTriaged,
    BreachWithdrawn,
)
from domain.breach.fold import COURT
from domain.breach.sections import Breach
from domain.case.judging import (
    TAKEN,
    Circumstances,
    Parked,
    Refused,
    Verdict,
    earlier_than,
    judge,
    older_than,
)
from domain.case.state import CaseState
from domain.court.rules import not_the_courts, over_before_it_began
from domain.court.terms import was_in_force, words
from domain.network.rules import nobody_present, present, stranger
from domain.vocabulary import role_of

REPORTED = "it was reported"


@judge.register
def _reported(fact: BreachReported, case: CaseState, of: Circumstances) -> Verdict:
    if _is_followed_up(case, of):
        return Refused("supervision is over")
    if case.breach(fact.breach) is not None:
        return Refused("it is known already")
    condition = case.condition(fact.condition)
    if condition is None:
        return _kept(f"no condition {fact.condition} is known", of)
    if of.policy.refuses_contradictions and of.occurred_at < words(condition)[0].at:
        return _kept(f"condition {fact.condition} hadn't been imposed by then", of)
    if not was_in_force(condition, of.occurred_at, case.calendar):
        return Refused("the condition was no longer in force")
    return TAKEN


def _is_followed_up(case: CaseState, of: Circumstances) -> bool:
    then = case.stay_at(of.occurred_at) if of.policy.judged_then else None
    return (then.phase if then is not None else case.phase) == "follow-up"


def _kept(reason: str, of: Circumstances) -> Verdict:
    """An order of the court may arrive later than the breach of what it says."""
    until = of.waits_from + of.policy.breach.kept_for_condition.length()
    if of.now >= until:
        return Refused(reason)
    return Parked(reason, until=until)


@judge.register
def _triaged(fact: BreachTriaged, case: CaseState, of: Circumstances) -> Verdict:
    known = case.breach(fact.breach)
    if known is not None and _by_first_rules(of):
        return older_than(known.urgency_at or known.triaged_at, of) or _step(known, of)
    about = _step(known, of)
    return about if about != TAKEN else stranger(fact.by, case, of) or TAKEN


@judge.register
def _referred(fact: BreachReferred, case: CaseState, of: Circumstances) -> Verdict:
    known = case.breach(fact.breach)
    about = _step(known, of)
    if about != TAKEN or known is None:
        return about
    referred = known.referred_at if known.is_open else None
    if referred is not None and (_by_first_rules(of) or of.occurred_at >= referred):
        return Refused("it is before the court already")
    return _cant_refer(fact.by, case, of) or TAKEN


def _cant_refer(by: str | None, case: CaseState, of: Circumstances) -> Parked | Refused | None:
    """What goes to the court is the justice case holder's, whichever probation officer that was then (R78)."""
    owner = refers(case, of.policy)
    if by in (None, owner) or not of.policy.network.only_members_act:
        return None
    if of.policy.breach.referred_by == "case-holder" and role_of(by) != role_of(owner):
        return Refused(f"only the justice case holder refers it to the court: {owner}")
    return stranger(by, case, of)


@judge.register
def _reviewed(fact: BreachReviewed, case: CaseState, of: Circumstances) -> Verdict:
    about = _step(case.breach(fact.breach), of)
    return about if about != TAKEN else nobody_present(fact.members, case, of) or TAKEN


@judge.register
def _withdrawn(fact: BreachWithdrawn, case: CaseState, of: Circumstances) -> Verdict:
    """The court may let it rest too."""
    known = case.breach(fact.breach)
    is_courts = fact.by is not None and role_of(fact.by) == COURT
    why = None if known is None or is_courts else stranger(fact.by, case, of)
    return why or _settles(known, of, by_court=False)


@judge.register
def _decided(fact: BreachDecided, case: CaseState, of: Circumstances) -> Verdict:
    decider = role_of(fact.by) if fact.by else COURT
    if decider not in of.policy.breach.may_decide(fact.outcome, in_community=case.is_community):
        return Refused(f"{decider} can't decide {fact.outcome}")
    refused = not_the_courts(fact.by, of) or _changes_no_terms(fact, of) if fact.conditions else None
    refused = refused or over_before_it_began(fact.conditions, case, of)
    if refused is not None:
        return refused
    known = case.breach(fact.breach)
    if decider == COURT or fact.by is None or known is None:
        return _settles(known, of, by_court=decider == COURT)
    return present(fact.by, case, of) or _settles(known, of, by_court=False)


def _changes_no_terms(fact: BreachDecided, of: Circumstances) -> Refused | None:
    if not of.policy.refuses_contradictions or fact.outcome not in ("none", "warning"):
        return None
    return Refused(f"conditions: outcome {fact.outcome} changes no terms")


def _by_first_rules(of: Circumstances) -> bool:
    return of.policy.breach.rules == 1


def _step(known: Breach | None, of: Circumstances) -> Verdict:
    """A step on the way to a decision: taken, or heard of, before there was one."""
    if known is None:
        return Parked("the breach hasn't been reported")
    if (refused := earlier_than(known.reported_at, REPORTED, of)) is not None:
        return refused
    settled_at = None if _by_first_rules(of) else known.settled_at
    was_open = known.is_open or (settled_at is not None and of.occurred_at < settled_at)
    return TAKEN if was_open else Refused(f"the breach is {known.state}")


def _settles(known: Breach | None, of: Circumstances, *, by_court: bool) -> Verdict:
    """What settles it replaces what had settled it before, if it is of higher standing, or of the same and later."""
    if known is None:
        return Parked("the breach hasn't been reported")
    if (refused := earlier_than(known.reported_at, REPORTED, of)) is not None:
        return refused
    if known.is_open or known.settled_at is None:
        return TAKEN
    was_by_court = known.decided_by == COURT
    if _by_first_rules(of):
        replaces = by_court and known.state == "decided" and not was_by_court
        return (older_than(known.settled_at, of) or TAKEN) if replaces else _step(known, of)
    if by_court == was_by_court:
        return older_than(known.settled_at, of) or TAKEN
    return TAKEN if by_court else Refused(f"the breach is {known.state} by the court")
