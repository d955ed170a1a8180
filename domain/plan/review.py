"""The plan is kept up to date: looked at again once an assessment has changed what it rests on (R20, R21)."""

from datetime import datetime

from domain.breach.sections import Breach
from domain.calendar import LocalCalendar
from domain.case.owing import owed
from domain.case.state import CaseState
from domain.obligations.duty import Duty
from domain.plan.policy import PlanRules
from domain.plan.sections import Plan, PlanReview
from domain.plan.words import drafted_by
from domain.policy import Policy


def to_be_reviewed(plan: Plan, round_: int, at: datetime) -> Plan:
    """The plan after a conclusion that changed the level or the needs; one that awaits its review already, waits.

    That there was a plan by then may be heard of later.
    """
    awaits = plan.review is not None and plan.review.reviewed_at is None and _had_a_plan(plan, plan.review)
    if awaits:
        return plan
    later = plan.since if plan.since is not None and plan.since > at else None
    return plan.model_copy(update={"review": PlanReview(round=round_, since=at, reviewed_at=later)})


def reviewed(review: PlanReview | None, at: datetime) -> PlanReview | None:
    """After a draft or an agreement: that is the review, if it came after what called for it."""
    if review is None or at < review.since:
        return review
    return review.model_copy(update={"reviewed_at": min(review.reviewed_at or at, at)})


def review_duties(case: CaseState, policy: Policy) -> list[Duty]:
    if policy.plan is None or case.calendar is None:
        return []
    return [
        *_after_assessment(case, policy, policy.plan, case.calendar),
        *(duty for each in case.breaches for duty in _after_terms(each, case, policy, case.calendar)),
    ]


def _after_terms(breach: Breach, case: CaseState, policy: Policy, local: LocalCalendar) -> list[Duty]:
    """Changed terms change what the plan has to fit in with; the first draft or agreement since is its review."""
    rules, since = policy.plan, breach.settled_at
    if rules is None or rules.review_terms is None or breach.outcome != "terms-changed" or since is None:
        return []
    if case.plan.state == "none":
        return []
    return owed(
        case,
        policy,
        "review-plan",
        f"review the plan after the changed terms of breach {breach.breach}",
        owner=case.responsible,
        due=rules.review_terms.after(since, local),
        since=since,
        met_at=min((word.at for word in case.plan.words if word.at >= since), default=None),
        about=f"terms-{breach.breach}",
    )


def _after_assessment(case: CaseState, policy: Policy, rules: PlanRules, local: LocalCalendar) -> list[Duty]:
    review = case.plan.review
    if review is None or not _had_a_plan(case.plan, review):
        return []
    return owed(
        case,
        policy,
        "review-plan",
        f"review the plan after joint assessment {review.round}",
        owner=case.responsible,
        due=rules.review.after(review.since, local),
        since=review.since,
        met_at=review.reviewed_at,
        about=str(review.round),
    )


def _had_a_plan(plan: Plan, review: PlanReview) -> bool:
    """Whether there was something to look at again."""
    return drafted_by(plan, review.since)
