"""What is missing when the person leaves, in words and without content, and who could bring it (R16, R58).

Named once at the release check, for the record; from then on the case view says what is still missing, and the case
manager is asked to decide about it. Whatever they decide, each thing stays owed by whom it was owed.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from domain.case.following import Follows
from domain.case.owing import owed
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.handover.events import GapsNamed, OwedGap
from domain.handover.rules import receiver
from domain.handover.sections import Item
from domain.network.sections import LEFT
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.vocabulary import RELEASED_PHASES


def gaps_follow(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:  # noqa: ARG001
    release, local = case.release, case.calendar
    day = Timetable(case, policy).release_check
    if case.phase != "preparation" or case.is_community or day is None or local is None:
        return
    if release.settled is not None and release.settled != release.checked:
        since = local.start_of_day(day)
        yield Follows(since, partial(_named, case, release.settled, since))


def _named(case: CaseState, day: date, since: datetime) -> GapsNamed:
    missing = tuple(_missing(case))
    return GapsNamed(day=day, gaps=tuple(each.gap for each in missing), owed=missing, since=since)


def gaps(case: CaseState) -> list[str]:
    return [each.gap for each in gaps_owed(case)]


def gaps_owed(case: CaseState) -> list[OwedGap]:
    """What is missing now; nothing is a gap before the release check, while there is time."""
    phase = case.phase_before_closing if case.closed else case.phase
    checked = phase == "preparation" and case.release.checked is not None
    if phase in RELEASED_PHASES or (checked and case.release.checked == case.release.settled):
        return list(_missing(case))
    return []


def gap_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """The manager's decision about what was named: owed, after release too, until it is made or nothing is missing."""
    check, rules = case.release_check, policy.preparation
    if check is None or rules.decide_gaps is None or case.phase not in ("preparation", "supervision"):
        return []
    if check.day != case.release.settled or not (check.decided_at or _still_missing(case, check.named)):
        return []
    return owed(
        case,
        policy,
        "decide-gaps",
        "decide about what is missing before release",
        owner=case.responsible,
        due=Timetable(case, policy).before_release(rules.decide_gaps),
        since=check.since,
        met_at=check.decided_at,
        about=check.day.isoformat(),
    )


def _still_missing(case: CaseState, named: tuple[str, ...]) -> bool:
    return any(gap in named for gap in gaps(case))


def _missing(case: CaseState) -> Iterator[OwedGap]:
    items = case.handover.items.values() if case.handover is not None else ()
    yield from (_of_item(case, item) for item in items if item.state != "acknowledged")
    yield from _roles_missing(case)
    if case.plan.agreed_at is None:
        yield OwedGap(gap="plan: not agreed", owner=case.responsible)
    yield from _activities_missing(case)
    if not any(each.state == "concluded" for each in case.assessments):
        yield OwedGap(gap="assessment: none concluded", owner=case.responsible)
    if case.case_manager is None or case.case_manager.interim:
        standing = "ad interim" if case.case_manager else "none"
        yield OwedGap(gap=f"case manager: {standing}", owner=case.responsible)


def _of_item(case: CaseState, item: Item) -> OwedGap:
    """Who is to supply it, to acknowledge it, or who withholds it."""
    owners = {"requested": case.in_role("prison"), "supplied": receiver(case, item.item)}
    owner = owners.get(item.state) or item.by or case.responsible
    return OwedGap(gap=f"{item.item}: {item.state}", owner=owner)


def _roles_missing(case: CaseState) -> Iterator[OwedGap]:
    """Who was asked and hasn't signed; where nobody is left to be asked, whoever answers for the case."""
    core = [each for each in case.network if each.standing == "permanent"]
    present = [each.role for each in core if each.may_receive]
    asked = {each.role: each.member for each in core if each.state not in LEFT}
    for role in case.permanent_roles:
        if role not in present:
            owner = asked.get(role, case.responsible)
            yield OwedGap(gap=f"{role}: nobody has accepted and signed", owner=owner)


def _activities_missing(case: CaseState) -> Iterator[OwedGap]:
    """What the plan counts on and there is none of where the case is (R103)."""
    for each in case.plan.interventions:
        if each.activity in case.unavailable and not each.is_over:
            yield OwedGap(gap=f"{each.activity}: not available here", owner=case.responsible)
