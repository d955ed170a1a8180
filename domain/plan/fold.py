"""The fold of the plan and its interventions."""

from datetime import datetime

from domain.case.folding import apply, put
from domain.case.state import CaseState
from domain.events import Envelope
from domain.plan.drafting import drafted
from domain.plan.events import ActivitiesUnavailable
from domain.plan.facts import InterventionReported, PlanAgreed, PlanDrafted
from domain.plan.in_sequence import reported_on
from domain.plan.reports import reported
from domain.plan.review import reviewed
from domain.plan.sections import Plan, PlanWord, Report
from domain.plan.words import is_newest_draft, settled, with_word
from domain.supervision.attending import considered


@apply.register
def _drafted(event: PlanDrafted, case: CaseState, of: Envelope) -> CaseState:
    """A draft older than the newest one isn't the plan, but something may have been agreed on it."""
    plan, at = case.plan, of.occurred_at
    interventions = drafted(event.interventions, plan)
    word = PlanWord(at=at, activities=tuple(each.name for each in interventions))
    changes: dict[str, object] = {}
    if is_newest_draft(plan, at):
        changes = {"interventions": interventions, "repeated": (), "formulated": event.formulation_parts}
    return _settled(case, with_word(plan, word).model_copy(update=changes), at)


def _settled(case: CaseState, plan: Plan, at: datetime) -> CaseState:
    plan, case = settled(plan), considered(case, at)
    if plan.state != "none":
        plan = plan.model_copy(update={"review": reviewed(plan.review, at)})
    return case.model_copy(update={"plan": plan})


@apply.register
def _agreed(event: PlanAgreed, case: CaseState, of: Envelope) -> CaseState:
    """On nothing, it means nothing: what was drafted may have been withdrawn."""
    at = of.occurred_at
    return _settled(case, with_word(case.plan, PlanWord(at=at)), at)


@apply.register
def _unavailable(event: ActivitiesUnavailable, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"unavailable": event.activities})


@apply.register
def _reported(event: InterventionReported, case: CaseState, of: Envelope) -> CaseState:
    known = reported_on(case, event, of.occurred_at)
    if known is None:
        return case
    new = reported(known, Report(at=of.occurred_at, status=event.status))
    interventions = put(case.plan.interventions, known, new)
    return case.model_copy(update={"plan": case.plan.model_copy(update={"interventions": interventions})})
