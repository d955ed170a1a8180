"""Which facts about the plan fit."""

from domain.case.judging import TAKEN, Circumstances, Parked, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.network.coordination import without_authority
from domain.network.rules import nobody_present
from domain.plan.facts import BEGUN, InterventionReported, PlanAgreed, PlanDrafted
from domain.plan.words import drafted_by


@judge.register
def _drafted(fact: PlanDrafted, case: CaseState, of: Circumstances) -> Verdict:
    """An older one too: something may have been agreed on it."""
    return TAKEN


@judge.register
def _agreed(fact: PlanAgreed, case: CaseState, of: Circumstances) -> Verdict:
    if case.plan.state == "none":
        return Parked("no plan has been drafted")
    if not drafted_by(case.plan, of.occurred_at):
        return Parked("no plan had been drafted by then")
    return nobody_present(fact.members, case, of) or without_authority(fact.members, case, of) or TAKEN


@judge.register
def _reported(fact: InterventionReported, case: CaseState, of: Circumstances) -> Verdict:
    known = next((each for each in case.plan.interventions if each.activity == fact.activity), None)
    if known is None:
        return Parked("the activity isn't in the plan")
    began_earlier = (
        fact.status in BEGUN and known.started_at is not None and of.occurred_at < known.started_at
    )
    return TAKEN if began_earlier and of.policy.earlier_counts else older_than(known.since, of) or TAKEN
