"""Which facts about assessments fit."""

from domain.assessment.facts import AssessmentConcluded, AssessmentContributed
from domain.assessment.fold import contributed_to, is_raised, round_named
from domain.assessment.instruments import has_overall_level
from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge
from domain.case.state import CaseState
from domain.network.coordination import without_authority
from domain.network.rules import heard, too_few
from domain.vocabulary import role_of

AGENCIES = 2
"""A conclusion is joint: it takes at least so many (R22, R63)."""


def _open_round(case: CaseState, name: int | str) -> Verdict:
    known = round_named(case, name)
    if known is not None:
        return TAKEN if known.state == "open" else Refused(f"round {name} is concluded")
    if name == "current":
        return Refused("no round is open")
    is_forgotten = case.assessments and int(name) < case.assessments[0].round
    return Refused(f"round {name} is concluded") if is_forgotten else Parked(f"round {name} isn't open yet")


@judge.register
def _contributed(fact: AssessmentContributed, case: CaseState, of: Circumstances) -> Verdict:
    """What was contributed before the conclusion belongs to it, though it is heard of later."""
    known = contributed_to(case, fact.round, of.occurred_at)
    belongs = of.policy.earlier_counts and known is not None and known.takes(of.occurred_at)
    is_open = TAKEN if belongs else _open_round(case, fact.round)
    return is_open if is_open != TAKEN else heard(fact.member, case, of) or TAKEN


@judge.register
def _concluded(fact: AssessmentConcluded, case: CaseState, of: Circumstances) -> Verdict:
    if len({role_of(member) for member in fact.members}) < AGENCIES:
        return Refused("an assessment is concluded jointly, by at least two agencies")
    is_open = _open_round(case, fact.round)
    if is_open != TAKEN:
        return is_open
    return (
        too_few(fact.members, AGENCIES, case, of)
        or without_authority(fact.members, case, of)
        or _claims_too_much(fact)
        or _is_raised_by_ideas_alone(fact, case)
        or TAKEN
    )


def _claims_too_much(fact: AssessmentConcluded) -> Refused | None:
    """The level is the members' judgement; an instrument's it can be only where the instrument has one."""
    if fact.level is None or fact.level_by != "instrument" or has_overall_level(fact.instrument):
        return None
    return Refused(
        f"level_by instrument: {fact.instrument or 'none'} has no overall level; it is a judgement"
    )


def _is_raised_by_ideas_alone(fact: AssessmentConcluded, case: CaseState) -> Refused | None:
    """Ideas alone are no danger (R23). Where no grounds are stated, that is shown."""
    if is_raised(fact.level, case.level) and set(fact.grounds) == {"ideology"}:
        return Refused(f"grounds: ideology alone can't raise the level to {fact.level}")
    return None
