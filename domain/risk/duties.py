"""What is owed when a member has raised a concern."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.owing import also_reminded, owed
from domain.case.state import CaseState
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.risk.addressing import acknowledged_at, stands_for
from domain.risk.sections import Concern


def concern_duties(case: CaseState, policy: Policy) -> list[Duty]:
    return [duty for concern in case.concerns for duty in _of_one(concern, case, policy)]


def _of_one(concern: Concern, case: CaseState, policy: Policy) -> Iterator[Duty]:
    """More than one person is to know of it (R88), and it is looked at together (R63)."""
    assert case.calendar is not None
    rules = policy.concerns
    due = rules.acknowledge[concern.urgency].after(concern.raised_at, case.calendar)
    if not concern.addressed:
        yield from _by_enough(concern, case, policy, due)
    for addressee in concern.addressed:
        yield from owed(
            case,
            policy,
            "acknowledge-concern",
            f"acknowledge concern {concern.concern}",
            owner=stands_for(addressee, concern, case),
            due=due,
            since=concern.raised_at,
            met_at=acknowledged_at(addressee, concern, case),
            about=f"{concern.concern}:{addressee.place}",
        )
    yield from owed(
        case,
        policy,
        "review-concern",
        f"review concern {concern.concern} together",
        owner=case.responsible,
        due=rules.review.after(concern.raised_at, case.calendar),
        since=also_reminded(policy, concern.raised_at),
        met_at=concern.reviewed_at,
        about=concern.concern,
    )


def _by_enough(concern: Concern, case: CaseState, policy: Policy, due: datetime) -> list[Duty]:
    """Where the policy doesn't say who is told, the manager sees to it that enough members know of it."""
    heard, enough = sorted(concern.acknowledged.values()), policy.concerns.acknowledged_by
    return owed(
        case,
        policy,
        "acknowledge-concern",
        f"acknowledge concern {concern.concern}",
        owner=case.responsible,
        due=due,
        since=also_reminded(policy, concern.raised_at),
        met_at=heard[enough - 1] if len(heard) >= enough else concern.reviewed_at,
        about=concern.concern,
    )
