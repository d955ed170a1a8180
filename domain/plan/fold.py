"""The fold of the plan and its interventions."""

from domain.case.folding import apply, put
from domain.case.sections import Intervention
from domain.case.state import CaseState
from domain.events import Envelope
from domain.plan.events import ActivitiesUnavailable
from domain.plan.facts import InterventionReported, PlanAgreed, PlanDrafted, PlannedIntervention
from domain.plan.review import reviewed


@apply.register
def _drafted(event: PlanDrafted, case: CaseState, of: Envelope) -> CaseState:
    known = {each.activity: each for each in case.plan.interventions}
    drafted = [_planned(each, known.get(each.activity)) for each in event.interventions]
    counting = {each.activity: each for each in drafted}
    plan = case.plan.model_copy(
        update={
            "state": "drafted",
            "since": of.occurred_at,
            "interventions": tuple(counting.values()),
            "repeated": tuple(each for each in drafted if each is not counting[each.activity]),
            "formulated": event.formulation_parts,
            "review": reviewed(case.plan.review, of.occurred_at),
        }
    )
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
    at = of.occurred_at
    plan = case.plan.model_copy(
        update={
            "state": "agreed",
            "since": at,
            "agreed_at": case.plan.agreed_at or at,
            "agreed_last": at,
            "interventions": tuple(
                each.model_copy(update={"agreed_at": each.agreed_at or at})
                for each in case.plan.interventions
            ),
            "review": reviewed(case.plan.review, at),
        }
    )
    return case.model_copy(update={"plan": plan})


@apply.register
def _unavailable(event: ActivitiesUnavailable, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"unavailable": event.activities})


@apply.register
def _reported(event: InterventionReported, case: CaseState, of: Envelope) -> CaseState:
    known = next((each for each in case.plan.interventions if each.activity == event.activity), None)
    if known is None or (known.since is not None and known.since > of.occurred_at):
        return case
    started_at = known.started_at
    if started_at is None and event.status not in ("referred", "ended"):
        started_at = of.occurred_at
    new = known.model_copy(update={"status": event.status, "since": of.occurred_at, "started_at": started_at})
    interventions = put(case.plan.interventions, known, new)
    return case.model_copy(update={"plan": case.plan.model_copy(update={"interventions": interventions})})
