"""When a case begins to close: some time before supervision ends, and anew where that end moves.

With unlimited supervision there is nothing to plan towards until its end becomes known. Where the end comes before
anybody could be asked how it went, they are asked afterwards.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.calendar import LocalCalendar
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.closing.events import ClosingBegun, EvaluationBegun
from domain.closing.results import results_follow
from domain.closing.speaking import in_this_supervision
from domain.policy import Policy


def closing_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:  # noqa: ARG001
    end, local, rules = case.supervision_end, case.calendar, policy.closing
    if local is None or case.phase_since is None:
        return
    if case.phase == "follow-up":
        yield from _asked_late(case, policy, local, case.phase_since)
        yield from results_follow(case, policy, local, case.phase_since)
    if case.phase != "supervision" or end is None:
        return
    if not is_closing(case):
        since = max(local.start_of_day(rules.starts.days_before(end)), case.phase_since)
        yield Follows(since, ClosingBegun(end=end, since=since))
    elif case.closing.evaluated_before != end:
        since = max(local.start_of_day(rules.evaluation.days_before(end)), case.phase_since)
        yield Follows(since, EvaluationBegun(end=end))


def _asked_late(case: CaseState, policy: Policy, local: LocalCalendar, ended: datetime) -> Iterator[Follows]:
    asked_at = case.closing.asked_at if case.closing.evaluated_before is not None else None
    if policy.closing.evaluate_late is None or in_this_supervision(asked_at, case) is not None:
        return
    due = policy.closing.evaluate_late.after(ended, local)
    yield Follows(ended, EvaluationBegun(end=local.day_ended(ended), due=due))


def is_closing(case: CaseState) -> bool:
    """Whether the closing has begun, towards the end that is known now and in this supervision."""
    if case.phase == "follow-up":
        return True
    begun, released = case.closing.since, case.released_at
    if case.phase != "supervision" or begun is None or case.closing.end != case.supervision_end:
        return False
    return released is None or begun >= released
