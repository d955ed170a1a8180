"""The fold of the plan and its interventions."""

from domain.case.folding import apply, put
from domain.case.sections import Intervention, Plan
from domain.case.state import CaseState
from domain.events import Envelope
from domain.plan.facts import InterventionReported, PlanAgreed, PlanDrafted


@apply.register
def _drafted(event: PlanDrafted, case: CaseState, of: Envelope) -> CaseState:
    known = {each.activity: each for each in case.plan.interventions}
    interventions = {
        planned.activity: known.get(planned.activity, Intervention(activity=planned.activity)).model_copy(
            update={"provider": planned.provider, "starts": planned.from_, "consent": planned.consent}
        )
        for planned in event.interventions
    }
    plan = Plan(
        state="drafted",
        since=of.occurred_at,
        agreed_at=case.plan.agreed_at,
        interventions=tuple(interventions.values()),
    )
    return case.model_copy(update={"plan": plan})


@apply.register
def _agreed(event: PlanAgreed, case: CaseState, of: Envelope) -> CaseState:
    at = of.occurred_at
    plan = case.plan.model_copy(
        update={
            "state": "agreed",
            "since": at,
            "agreed_at": case.plan.agreed_at or at,
            "interventions": tuple(
                each.model_copy(update={"agreed_at": each.agreed_at or at})
                for each in case.plan.interventions
            ),
        }
    )
    return case.model_copy(update={"plan": plan})


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
