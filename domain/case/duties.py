"""What is owed in the case as a whole: what no procedure of its own looks after."""

from collections.abc import Iterator

from domain.case.owing import owed
from domain.case.phases import follow_up_due, followed_up
from domain.case.state import CaseState, Concern
from domain.case.timetable import Timetable
from domain.obligations.duty import Duty
from domain.policy import Policy


def case_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """All of them, met or not, at this moment; none in a case that is closed."""
    if case.phase is None or case.closed or case.calendar is None:
        return []
    return [*_before_release(case, policy), *_after_release(case, policy), *_concerns(case, policy)]


def _before_release(case: CaseState, policy: Policy) -> Iterator[Duty]:
    if case.phase != "preparation" or case.supervision_start is not None:
        return
    timetable, rules = Timetable(case, policy), policy.preparation
    yield from owed(
        case,
        policy,
        "inform-person",
        "inform the person at the outset",
        owner=case.responsible,
        due=timetable.before_release(rules.person_informed),
        met_at=case.informed,
    )
    yield from owed(
        case,
        policy,
        "agree-plan",
        "agree the plan",
        owner=case.responsible,
        due=timetable.before_release(rules.plan_agreed),
        met_at=case.plan.since if case.plan.state == "agreed" else None,
    )
    if timetable.release is not None and case.calendar is not None:
        yield from owed(
            case,
            policy,
            "confirm-release",
            "confirm the release, or give its new date",
            owner=case.in_role("prison"),
            due=rules.confirm_release.after(timetable.release, case.calendar),
            met_at=case.released_at,
            about=str(case.release.settled),
        )


def _after_release(case: CaseState, policy: Policy) -> Iterator[Duty]:
    if case.calendar is None or case.phase not in ("supervision", "follow-up"):
        return
    if case.phase == "supervision" and case.phase_since is not None:
        yield from owed(
            case,
            policy,
            "first-contact",
            "first contact after release",
            owner=case.responsible,
            due=policy.supervision.first_contact.after(case.phase_since, case.calendar),
            met_at=next((at for at in case.contacts if at >= case.phase_since), None),
            about=case.phase_since.date().isoformat(),
        )
    yield from owed(
        case,
        policy,
        "follow-up",
        "follow up after the end of support",
        owner=case.responsible,
        due=follow_up_due(case, policy),
        met_at=followed_up(case),
    )


def _concerns(case: CaseState, policy: Policy) -> Iterator[Duty]:
    for concern in case.concerns:
        yield from _concern(concern, case, policy)


def _concern(concern: Concern, case: CaseState, policy: Policy) -> Iterator[Duty]:
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
        met_at=concern.reviewed_at,
        about=concern.concern,
    )
