"""The fold of the plan and its interventions."""

from datetime import datetime
from typing import Any

from domain.case.folding import apply, put
from domain.case.state import CaseState
from domain.events import Envelope
from domain.plan.events import ActivitiesUnavailable
from domain.plan.facts import BEGUN, InterventionReported, PlanAgreed, PlanDrafted, PlannedIntervention
from domain.plan.review import reviewed
from domain.plan.sections import Intervention, Plan, PlanWord
from domain.plan.words import is_newest_draft, settled, with_word


@apply.register
def _drafted(event: PlanDrafted, case: CaseState, of: Envelope) -> CaseState:
    """A draft older than the newest one isn't the plan, but something may have been agreed on it."""
    plan, at = case.plan, of.occurred_at
    changes = _content(event, plan) if is_newest_draft(plan, at) else {}
    word = PlanWord(at=at, activities=tuple(dict.fromkeys(each.activity for each in event.interventions)))
    return _settled(case, with_word(plan, word).model_copy(update=changes), at)


def _content(event: PlanDrafted, plan: Plan) -> dict[str, Any]:
    known = {each.activity: each for each in plan.interventions}
    drafted = [_planned(each, known.get(each.activity)) for each in event.interventions]
    counting = {each.activity: each for each in drafted}
    return {
        "interventions": tuple(counting.values()),
        "repeated": tuple(each for each in drafted if each is not counting[each.activity]),
        "formulated": event.formulation_parts,
    }


def _settled(case: CaseState, plan: Plan, at: datetime) -> CaseState:
    plan = settled(plan)
    if plan.state != "none":
        plan = plan.model_copy(update={"review": reviewed(plan.review, at)})
    return case.model_copy(update={"plan": plan})


def _planned(planned: PlannedIntervention, known: Intervention | None) -> Intervention:
    """What is known of how it goes stays known in a newer draft."""
    return (known or Intervention(activity=planned.activity)).model_copy(
        update={
            "provider": planned.provider,
            "starts": planned.from_,
            "ends": planned.until,
            "consent": planned.consent,
            "area": planned.area,
            "rests_on": planned.rests_on,
            "strengthens": planned.strengthens,
            "goal": planned.goal,
        }
    )


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
    known = next((each for each in case.plan.interventions if each.activity == event.activity), None)
    if known is None:
        return case
    changes: dict[str, object] = {}
    if event.status in BEGUN:
        changes |= {"started_at": min(known.started_at or of.occurred_at, of.occurred_at)}
    if known.since is None or known.since <= of.occurred_at:
        changes |= {"status": event.status, "since": of.occurred_at}
    new = known.model_copy(update=changes)
    interventions = put(case.plan.interventions, known, new)
    return case.model_copy(update={"plan": case.plan.model_copy(update={"interventions": interventions})})
