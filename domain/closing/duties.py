"""What is owed until support has come to its planned end, and the person was followed up (R24, R33, R80)."""

from collections.abc import Iterator
from datetime import date, datetime

from domain.calendar import LocalCalendar
from domain.case.owing import also_reminded, owed
from domain.case.phases import follow_up_due, followed_up
from domain.case.state import CaseState
from domain.closing.beginning import is_closing
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.vocabulary import role_of

PERSON = "person"


def closing_duties(case: CaseState, policy: Policy) -> list[Duty]:
    if case.calendar is None or not is_closing(case):
        return []
    return [
        *_plan_ending(case, policy, case.calendar),
        *_evaluations(case, policy, case.calendar),
        *_follow_up(case, policy),
    ]


def _plan_ending(case: CaseState, policy: Policy, local: LocalCalendar) -> list[Duty]:
    """An ending that could only begin later is planned so many days later, at the latest on the last day."""
    end, since = case.closing.end, case.closing.since
    planned_at = _in_this_supervision(case.closing.planned_at, case)
    if end is None or since is None or (case.phase == "follow-up" and planned_at is None):
        return []
    missed = local.local_date(since) - policy.closing.starts.days_before(end)
    return owed(
        case,
        policy,
        "plan-ending",
        "plan the end of support",
        owner=case.responsible,
        due=local.end_of_day(min(policy.closing.plan_ending.days_before(end) + missed, end)),
        since=since,
        met_at=planned_at,
        about=end.isoformat(),
    )


def _evaluations(case: CaseState, policy: Policy, local: LocalCalendar) -> Iterator[Duty]:
    """By every permanent member who is there, and by the person, whom the responsible member asks."""
    end = case.closing.evaluated_before
    if end is None:
        return
    by_person = next((by for by in case.closing.evaluations if role_of(by) == PERSON), PERSON)
    yield from _evaluation(case.responsible, by_person, PERSON, end, case, policy, local)
    for each in case.network:
        if each.standing == "permanent" and each.may_receive:
            yield from _evaluation(each.member, each.member, each.member, end, case, policy, local)


def _evaluation(
    owner: str, by: str, about: str, end: date, case: CaseState, policy: Policy, local: LocalCalendar
) -> list[Duty]:
    return owed(
        case,
        policy,
        "evaluate",
        "ask the person how it went" if about == PERSON else "say how it went",
        owner=owner,
        due=local.end_of_day(end),
        since=local.start_of_day(policy.closing.evaluation.days_before(end)),
        met_at=_in_this_supervision(case.closing.evaluations.get(by), case),
        about=f"{end}:{about}",
    )


def _in_this_supervision(at: datetime | None, case: CaseState) -> datetime | None:
    """None for what was said before the person was last released."""
    return at if at is not None and (case.released_at is None or at >= case.released_at) else None


def _follow_up(case: CaseState, policy: Policy) -> list[Duty]:
    if case.phase != "follow-up" or case.phase_since is None:
        return []
    return owed(
        case,
        policy,
        "follow-up",
        "follow up after the end of support",
        owner=case.responsible,
        due=follow_up_due(case, policy),
        since=also_reminded(policy, case.phase_since),
        met_at=followed_up(case),
        about=case.phase_since.date().isoformat(),
    )
