"""What is owed when a member has raised a concern."""

from collections.abc import Iterator

from domain.case.owing import also_reminded, owed
from domain.case.state import CaseState
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.risk.sections import Concern


def concern_duties(case: CaseState, policy: Policy) -> list[Duty]:
    return [duty for concern in case.concerns for duty in _of_one(concern, case, policy)]


def _of_one(concern: Concern, case: CaseState, policy: Policy) -> Iterator[Duty]:
    """More than one person is to know of it (R88), and it is looked at together (R63)."""
    assert case.calendar is not None
    rules = policy.concerns
    heard = sorted(concern.acknowledged.values())
    yield from owed(
        case,
        policy,
        "acknowledge-concern",
        f"acknowledge concern {concern.concern}",
        owner=case.responsible,
        due=rules.acknowledge[concern.urgency].after(concern.raised_at, case.calendar),
        since=also_reminded(policy, concern.raised_at),
        met_at=heard[rules.acknowledged_by - 1]
        if len(heard) >= rules.acknowledged_by
        else concern.reviewed_at,
        about=concern.concern,
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
