"""What is owed about the plan: that there is one, and that what it promises is provided (R20, R93)."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.owing import owed
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.network.coordination import owes_decision
from domain.obligations.duty import Duty
from domain.plan.in_sequence import owed_interventions
from domain.plan.providers import bound_since, is_sought, left_at
from domain.plan.reports import under_way
from domain.plan.review import review_duties
from domain.plan.sections import Intervention
from domain.policy import Policy


def plan_duties(case: CaseState, policy: Policy) -> list[Duty]:
    if case.phase not in ("preparation", "supervision"):
        return []
    return [
        *_agreed(case, policy),
        *review_duties(case, policy),
        *(duty for each in owed_interventions(case, policy) for duty in _provided(each, case, policy)),
    ]


def _agreed(case: CaseState, policy: Policy) -> list[Duty]:
    return owed(
        case,
        policy,
        "agree-plan",
        "agree the plan",
        owner=owes_decision(case, policy),
        due=Timetable(case, policy).before_release(policy.preparation.plan_agreed),
        since=case.begun_at,
        met_at=_agreed_at(case, policy),
    )


def _agreed_at(case: CaseState, policy: Policy) -> datetime | None:
    """A plan that was begun at reception counts, unless the policy has each preparation make one of its own (R20)."""
    plan, begun = case.plan, case.begun_at
    if policy.preparation.plan_begins != "preparation" or plan.agreed_last is None or begun is None:
        return plan.agreed_at
    return plan.agreed_last if plan.agreed_last >= begun else None


def _provided(intervention: Intervention, case: CaseState, policy: Policy) -> Iterator[Duty]:
    """Its provider starts it once the person is at liberty, the plan is agreed and its day has come.

    No longer owed where the person doesn't consent, where it has ended before it began, or where there is none (R103).
    """
    owner, begins = _provider(intervention, case, policy), _begins(intervention, case, policy)
    gone = (
        intervention.consent is False
        or intervention.activity in case.unavailable
        or (intervention.status == "ended" and intervention.started_at is None)
    )
    if begins is None or owner is None or gone or case.calendar is None:
        return
    yield from owed(
        case,
        policy,
        "provide-activity",
        f"provide {intervention.activity}",
        owner=owner,
        due=policy.supervision.provide_activity.after(begins, case.calendar),
        since=begins,
        met_at=_provided_at(intervention, case, policy),
        about=intervention.name,
    )


def _provider(intervention: Intervention, case: CaseState, policy: Policy) -> str | None:
    """Whom the plan names, once they have signed; the case manager where it names nobody, or who has left.

    None while they are still to be found or to sign: that is owed, and the activity isn't yet (R71).
    """
    rules = policy.providers
    if intervention.provider is None:
        return case.responsible
    if rules is not None and rules.replace and left_at(intervention, case) is not None:
        return case.responsible
    if rules is None or not rules.signed or bound_since(intervention, case) is not None:
        return intervention.provider
    known = case.member(intervention.provider)
    is_to_sign = known is not None and known.state == "accepted"
    return None if is_to_sign or is_sought(intervention, case, policy) else case.responsible


def _provided_at(intervention: Intervention, case: CaseState, policy: Policy) -> datetime | None:
    """What was provided before a return to custody has to be provided anew, unless it was completed (R14)."""
    again = case.preparation_since
    if (
        again is None
        or intervention.status == "completed"
        or policy.plan is None
        or policy.plan.recall is None
    ):
        return intervention.started_at
    return under_way(intervention, again)


def _begins(intervention: Intervention, case: CaseState, policy: Policy) -> datetime | None:
    """From when it is to be provided; None before release, and while no plan that holds it is agreed.

    Who signs later has the whole time from then on.
    """
    at_liberty = case.phase_since if case.phase == "supervision" else None
    if at_liberty is None or intervention.agreed_at is None or case.calendar is None:
        return None
    begins = max(at_liberty, intervention.agreed_at)
    signed = bound_since(intervention, case) if policy.providers and policy.providers.signed else None
    begins = max(begins, signed or begins)
    if intervention.starts is None:
        return begins
    return max(begins, case.calendar.start_of_day(intervention.starts))
