"""Which facts about the plan fit."""

from collections.abc import Sequence

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.network.coordination import without_authority
from domain.network.rules import nobody_present, outside, too_few
from domain.plan.facts import InterventionReported, PlanAgreed, PlanDrafted
from domain.plan.in_sequence import reported_on
from domain.plan.words import drafted_by
from domain.vocabulary import role_of


@judge.register
def _drafted(fact: PlanDrafted, case: CaseState, of: Circumstances) -> Verdict:
    """An older one too: something may have been agreed on it."""
    for place, each in enumerate(fact.interventions):
        if each.provider is not None and (refused := outside(each.provider, of)) is not None:
            return Refused(f"interventions[{place}].provider: {refused.reason}")
    return TAKEN


@judge.register
def _agreed(fact: PlanAgreed, case: CaseState, of: Circumstances) -> Verdict:
    if case.plan.state == "none":
        return Parked("no plan has been drafted")
    if not drafted_by(case.plan, of.occurred_at):
        return Parked("no plan had been drafted by then")
    return _unsupported(fact.members, case, of) or without_authority(fact.members, case, of) or TAKEN


def _unsupported(members: Sequence[str], case: CaseState, of: Circumstances) -> Parked | Refused | None:
    """None where those whom it takes are heard among them; else why the plan isn't agreed, yet or at all.

    What was agreed before the case was opened was agreed before there was a network to sign for (R20).
    """
    agencies = of.policy.plan.agencies if of.policy.plan is not None else None
    if agencies is None or (case.opened_at is not None and of.occurred_at < case.opened_at):
        return nobody_present(members, case, of)
    if len({role_of(member) for member in members}) < agencies:
        return Refused(f"members: a plan is agreed jointly, by at least {agencies} agencies")
    return too_few(members, agencies, case, of)


@judge.register
def _reported(fact: InterventionReported, case: CaseState, of: Circumstances) -> Verdict:
    known = reported_on(case, fact, of.occurred_at)
    if known is None:
        return Parked("the activity isn't in the plan")
    if of.policy.supervision.late_reports == "count":
        return TAKEN
    return older_than(known.since, of) or TAKEN
