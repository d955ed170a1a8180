"""The plan is kept up to date: looked at again once an assessment has changed what it rests on (R20, R21)."""

from datetime import datetime

from domain.case.owing import owed
from domain.case.state import CaseState
from domain.obligations.duty import Duty
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
    review = case.plan.review
    if policy.plan is None or review is None or case.calendar is None or not _had_a_plan(case.plan, review):
        return []
    return owed(
        case,
        policy,
        "review-plan",
        f"review the plan after joint assessment {review.round}",
        owner=case.responsible,
        due=policy.plan.review.after(review.since, case.calendar),
        since=review.since,
        met_at=review.reviewed_at,
        about=str(review.round),
    )


def _had_a_plan(plan: Plan, review: PlanReview) -> bool:
    """Whether there was something to look at again."""
    return drafted_by(plan, review.since)
