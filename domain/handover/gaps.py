"""What is missing when the person leaves, in words and without content (R16).

Named once at the release check, for the record; from then on the case view says what is still missing.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.handover.events import GapsNamed
from domain.policy import Policy
from domain.vocabulary import RELEASED_PHASES


def gaps_follow(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:  # noqa: ARG001
    release, local = case.release, case.calendar
    day = Timetable(case, policy).release_check
    if case.phase != "preparation" or case.is_community or day is None or local is None:
        return
    if release.settled is not None and release.settled != release.checked:
        named = GapsNamed(day=release.settled, gaps=tuple(_missing(case)))
        yield Follows(local.start_of_day(day), named)


def gaps(case: CaseState) -> list[str]:
    """What is missing now; nothing is a gap before the release check, while there is time."""
    phase = case.phase_before_closing if case.closed else case.phase
    checked = phase == "preparation" and case.release.checked is not None
    if phase in RELEASED_PHASES or (checked and case.release.checked == case.release.settled):
        return list(_missing(case))
    return []


def _missing(case: CaseState) -> Iterator[str]:
    items = case.handover.items.values() if case.handover is not None else ()
    yield from (f"{item.item}: {item.state}" for item in items if item.state != "acknowledged")
    yield from _roles_missing(case)
    if case.plan.agreed_at is None:
        yield "plan: not agreed"
    if not any(each.state == "concluded" for each in case.assessments):
        yield "assessment: none concluded"
    if case.case_manager is None or case.case_manager.interim:
        yield f"case manager: {'ad interim' if case.case_manager else 'none'}"


def _roles_missing(case: CaseState) -> Iterator[str]:
    present = [each.role for each in case.network if each.standing == "permanent" and each.may_receive]
    yield from (
        f"{role}: nobody has accepted and signed" for role in case.permanent_roles if role not in present
    )
