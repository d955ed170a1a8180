"""What has changed since the network last met: the first thing that the next meeting wants to hear (R53).

References and the field's words only, never content; read off the times that the sections keep.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.case.sections import Breach, Concern, Item, NetworkMember
from domain.case.state import CaseState


class Change(NamedTuple):
    at: datetime
    what: str


_Dated = tuple[datetime | None, str]


def last_meeting(case: CaseState) -> datetime | None:
    """When the network last sat together; an informal contact is none."""
    return max((each.at for each in case.meetings if not each.informal), default=None)


def changes(case: CaseState, since: datetime | None) -> list[Change]:
    """In order of time; all that is known, where there was no meeting yet."""
    known = (Change(at, what) for at, what in _all(case) if at is not None)
    return sorted(each for each in known if since is None or each.at > since)


def _all(case: CaseState) -> Iterator[_Dated]:
    yield from _of_the_case(case)
    for member in case.network:
        yield from _of_member(member)
    for item in case.handover.items.values() if case.handover else ():
        yield from _of_item(item)
    yield from _of_the_work(case)
    for concern in case.concerns:
        yield from _of_concern(concern)
    for breach in case.breaches:
        yield from _of_breach(breach)


def _of_the_case(case: CaseState) -> Iterator[_Dated]:
    yield case.phase_since, f"entered {case.phase}"
    yield case.release.since, f"release {case.release.day or 'on an unknown day'}, {case.release.kind}"
    yield case.custody.moved_at, f"moved to {case.custody.establishment}"
    yield case.policy_since, f"policy {case.policy}"
    yield case.transferred_at, f"transferred to {case.jurisdiction}"
    yield case.coordination_since, f"coordination {case.coordination}"
    yield case.informed, "the person was informed at the outset"
    if case.release_check is not None and case.release_check.decision is not None:
        yield case.release_check.decided_at, f"decided about the gaps: {case.release_check.decision}"
    if case.leader is not None:
        yield case.leader.since, "a charismatic extremist was found to weigh on the person"
        yield case.leader.addressed_at, "the charismatic extremist was assessed and addressed"
    manager = case.case_manager
    if manager is not None:
        yield manager.since, f"{manager.member} is case manager{' ad interim' if manager.interim else ''}"


def _of_member(member: NetworkMember) -> Iterator[_Dated]:
    name = member.member
    yield member.invited_at if member.state == "invited" else None, f"{name} was invited"
    yield member.answered_at, f"{name} has {member.state}"
    yield member.agreement_signed, f"{name} has signed"


def _of_item(item: Item) -> Iterator[_Dated]:
    match item.state:
        case "supplied":
            yield item.supplied_at, f"{item.item} supplied by {item.by}"
        case "acknowledged":
            yield item.acknowledged_at, f"{item.item} acknowledged"
        case "refused":
            yield item.refused_at, f"{item.item} refused by {item.by}"
        case _:
            yield item.requested_at, f"{item.item} requested"


def _of_the_work(case: CaseState) -> Iterator[_Dated]:
    for assessment in case.assessments:
        name = f"assessment {assessment.round} ({assessment.reason})"
        level = f", level {assessment.level}" if assessment.level else ""
        yield assessment.opened_at if assessment.state == "open" else None, f"{name} opened"
        yield assessment.concluded_at, f"{name} concluded{level}"
    yield case.plan.since, f"plan {case.plan.state}"
    for each in case.plan.interventions:
        yield each.since, f"{each.activity} {each.status}"
    for condition in case.conditions:
        yield condition.since, f"condition {condition.condition} {condition.state}"
    for report in case.court_reports:
        yield report.filed_at, f"court report of {report.name} filed"
    yield case.closing.planned_at, "the end of support was planned"


def _of_concern(concern: Concern) -> Iterator[_Dated]:
    name = f"concern {concern.concern} ({concern.kind}, {concern.urgency})"
    yield concern.raised_at, f"{name} raised"
    yield concern.reviewed_at, f"{name} reviewed"


def _of_breach(breach: Breach) -> Iterator[_Dated]:
    name = f"breach {breach.breach}"
    yield breach.reported_at, f"alleged {name} reported"
    yield breach.reviewed_at, f"alleged {name} reviewed"
    yield breach.referred_at, f"alleged {name} referred"
    yield breach.settled_at, f"{name} {breach.outcome or breach.state}"
