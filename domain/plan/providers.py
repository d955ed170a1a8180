"""Whom the activities of the plan need in the network: ad hoc members, per intervention (R32, R93, R94)."""

from datetime import datetime

from domain.case.owing import owed
from domain.case.state import CaseState
from domain.network.sections import LEFT
from domain.obligations.duty import Duty
from domain.plan.in_sequence import owed_interventions
from domain.plan.policy import ProviderRules
from domain.plan.sections import Intervention
from domain.policy import Policy


def provider_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """An activity for which nobody fitting is in the network has the case manager find somebody."""
    rules = policy.providers
    if rules is None or case.phase not in ("preparation", "supervision"):
        return []
    return [duty for each in owed_interventions(case, policy) for duty in _found(each, case, policy, rules)]


def _found(intervention: Intervention, case: CaseState, policy: Policy, rules: ProviderRules) -> list[Duty]:
    """Another is found once somebody fitting has accepted since the one before left, or the plan names another."""
    planned = intervention.agreed_at or case.plan.since
    settled = intervention.is_over or intervention.activity in case.unavailable
    if planned is None or settled or case.calendar is None or intervention.activity not in rules.roles:
        return []
    since, within, left = planned, rules.find, left_at(intervention, case)
    if left is not None and rules.replace is not None:
        since, within = max(left, planned), rules.replace
    else:
        left = None
    met_at = _provided_since(intervention, case, rules, left)
    is_known = f"find-provider:{intervention.name}" in case.obligations
    if met_at is not None and met_at <= since and not is_known:
        return []  # they were there before the plan was: nobody had to be found
    return owed(
        case,
        policy,
        "find-provider",
        f"find a provider for {intervention.activity}",
        owner=case.responsible,
        due=within.after(since, case.calendar),
        since=since,
        met_at=met_at,
        about=intervention.name,
    )


def is_sought(intervention: Intervention, case: CaseState, policy: Policy) -> bool:
    """Whether the case manager owes it that somebody is found for it."""
    rules = policy.providers
    return rules is not None and any(
        each.met_at is None for each in _found(intervention, case, policy, rules)
    )


def bound_since(intervention: Intervention, case: CaseState) -> datetime | None:
    """When the provider whom the plan names had accepted and signed for the first time; None: they haven't (R71)."""
    known = case.member(intervention.provider) if intervention.provider is not None else None
    if known is None or known.state != "accepted":
        return None
    return known.first_signed or known.agreement_signed


def left_at(intervention: Intervention, case: CaseState) -> datetime | None:
    """When the provider whom the plan names left the network, or was known to decline; None: they haven't."""
    known = case.member(intervention.provider) if intervention.provider is not None else None
    return known.answered_at if known is not None and known.state in LEFT else None


def _provided_since(
    intervention: Intervention, case: CaseState, rules: ProviderRules, after: datetime | None = None
) -> datetime | None:
    """Since when somebody has accepted who can provide it: by their role, or because the plan names them."""
    fitting = rules.roles[intervention.activity]
    accepted = (
        each.answered_at
        for each in case.network
        if each.state == "accepted" and (each.role in fitting or each.member == intervention.provider)
    )
    return min((at for at in accepted if at is not None and (after is None or at > after)), default=None)
