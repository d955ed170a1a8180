"""What is owed until support has come to its planned end, and the person was followed up (R24, R33, R80)."""

from collections.abc import Iterator
from datetime import date, datetime

from domain.calendar import LocalCalendar
from domain.case.owing import also_reminded, owed
from domain.case.phases import follow_up_due, followed_up
from domain.case.state import CaseState
from domain.closing.beginning import is_closing
from domain.closing.results import evaluators, result_duties
from domain.closing.speaking import PERSON, evaluated_for, planned_for
from domain.obligations.duty import Duty
from domain.policy import Policy


def closing_duties(case: CaseState, policy: Policy) -> list[Duty]:
    if case.calendar is None or not is_closing(case):
        return []
    return [
        *_plan_ending(case, policy, case.calendar),
        *_evaluations(case, policy, case.calendar),
        *result_duties(case, policy),
        *_follow_up(case, policy),
    ]


def _plan_ending(case: CaseState, policy: Policy, local: LocalCalendar) -> list[Duty]:
    """An ending that could only begin later is planned so many days later, at the latest on the last day."""
    end, since = case.closing.end, case.closing.since
    if end is None or since is None:
        return []
    planned_at = planned_for(end, policy.closing.plan_keeps, case)
    if case.phase == "follow-up" and planned_at is None:
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
    """Each member owes their own; the person's is owed by the responsible member, who asks them."""
    end = case.closing.evaluated_before
    if end is None:
        return
    due = case.closing.evaluate_by or local.end_of_day(end)
    for by in (PERSON, *evaluators(case, policy)):
        yield from owed(
            case,
            policy,
            "evaluate",
            "ask the person how it went" if by == PERSON else "say how it went",
            owner=case.responsible if by == PERSON else by,
            due=due,
            since=_asked_at(end, case, policy, local),
            met_at=evaluated_for(end, by, policy.closing.plan_keeps, case),
            about=f"{end}:{by}",
        )


def _asked_at(end: date, case: CaseState, policy: Policy, local: LocalCalendar) -> datetime:
    if case.closing.evaluate_by is not None and case.closing.asked_at is not None:
        return case.closing.asked_at
    return local.start_of_day(policy.closing.evaluation.days_before(end))


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
