"""What is owed in the case as a whole: what no procedure of its own looks after."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.consequences import follow_up_due
from domain.case.state import CaseState, Concern
from domain.case.timetable import Timetable
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.vocabulary import ObligationKind


def case_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """All of them, met or not, at this moment; none in a case that is closed."""
    if case.phase is None or case.closed or case.calendar is None:
        return []
    return [*_before_release(case, policy), *_after_release(case, policy), *_concerns(case, policy)]


def escalated_to(owner: str, case: CaseState, policy: Policy) -> str:
    """The next rung above an owner: the manager, and above the manager whom the policy names."""
    above = case.responsible if policy.ladder.escalate_to == "manager" else policy.ladder.escalate_to
    return case.in_role(policy.ladder.above_manager) if owner == above else above


def _owed(
    case: CaseState,
    policy: Policy,
    kind: ObligationKind,
    what: str,
    owner: str,
    due: datetime | None,
    met_at: datetime | None,
    about: str = "",
) -> Iterator[Duty]:
    """The duty, unless its date isn't known: then there is nothing to be late for."""
    if due is not None:
        yield Duty(
            id=f"{kind}:{about}" if about else kind,
            kind=kind,
            what=what,
            owner=owner,
            due=due,
            escalate_to=escalated_to(owner, case, policy),
            met_at=met_at,
        )


def _before_release(case: CaseState, policy: Policy) -> Iterator[Duty]:
    if case.phase != "preparation" or case.supervision_start is not None:
        return
    timetable, rules = Timetable(case, policy), policy.preparation
    yield from _owed(
        case,
        policy,
        "inform-person",
        "inform the person at the outset",
        case.responsible,
        timetable.before_release(rules.person_informed),
        case.informed,
    )
    yield from _owed(
        case,
        policy,
        "agree-plan",
        "agree the plan",
        case.responsible,
        timetable.before_release(rules.plan_agreed),
        case.plan.since if case.plan.state == "agreed" else None,
    )
    if timetable.release is not None and case.calendar is not None:
        yield from _owed(
            case,
            policy,
            "confirm-release",
            "confirm the release, or give its new date",
            case.in_role("prison"),
            rules.confirm_release.after(timetable.release, case.calendar),
            case.released_at,
            about=str(case.release.settled),
        )


def _after_release(case: CaseState, policy: Policy) -> Iterator[Duty]:
    if case.calendar is None or case.phase not in ("supervision", "follow-up"):
        return
    if case.phase == "supervision" and case.phase_since is not None:
        yield from _owed(
            case,
            policy,
            "first-contact",
            "first contact after release",
            case.responsible,
            policy.supervision.first_contact.after(case.phase_since, case.calendar),
            next((at for at in case.contacts if at >= case.phase_since), None),
            about=case.phase_since.date().isoformat(),
        )
    yield from _owed(
        case,
        policy,
        "follow-up",
        "follow up after the end of support",
        case.responsible,
        follow_up_due(case, policy),
        _followed_up(case),
    )


def _followed_up(case: CaseState) -> datetime | None:
    since = case.phase_since
    met = (*case.contacts, *(meeting.at for meeting in case.meetings))
    return min((at for at in met if since is not None and at >= since), default=None)


def _concerns(case: CaseState, policy: Policy) -> Iterator[Duty]:
    for concern in case.concerns:
        yield from _concern(concern, case, policy)


def _concern(concern: Concern, case: CaseState, policy: Policy) -> Iterator[Duty]:
    """More than one person is to know of it (R88), and it is looked at together (R63)."""
    assert case.calendar is not None
    rules = policy.concerns
    heard = sorted(concern.acknowledged.values())
    yield from _owed(
        case,
        policy,
        "acknowledge-concern",
        f"acknowledge concern {concern.concern}",
        case.responsible,
        rules.acknowledge[concern.urgency].after(concern.raised_at, case.calendar),
        heard[rules.acknowledged_by - 1] if len(heard) >= rules.acknowledged_by else concern.reviewed_at,
        about=concern.concern,
    )
    yield from _owed(
        case,
        policy,
        "review-concern",
        f"review concern {concern.concern} together",
        case.responsible,
        rules.review.after(concern.raised_at, case.calendar),
        concern.reviewed_at,
        about=concern.concern,
    )
