"""What has changed since the network last met: the first thing that the next meeting wants to hear (R53).

References and the field's words only, never content; read off the times that the sections keep.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.breach.sections import Breach
from domain.calendar import LocalCalendar
from domain.case.hearing import heard
from domain.case.state import CaseState
from domain.handover.sections import Item
from domain.network.sections import NetworkMember
from domain.risk.sections import Concern


class Change(NamedTuple):
    at: datetime
    what: str


_Dated = tuple[datetime | None, str, *tuple[object, ...]]
"""When something came to be so, if it did; how it is worded, and what the words are about."""


def last_meeting(case: CaseState) -> datetime | None:
    """When the network last sat together; an informal contact is none."""
    return max((each.at for each in case.meetings if not each.informal), default=None)


def changes(case: CaseState, since: datetime | None) -> list[Change]:
    """In order of time; all that is known, where there was no meeting yet.

    What the case heard of only after the meeting is news, though it occurred before.
    """
    later = heard(case)
    return sorted(
        Change(at, wording.format(*about))
        for at, wording, *about in _all(case)
        if at is not None and (since is None or later.get(at, at) > since)
    )


def _all(case: CaseState) -> Iterator[_Dated]:
    yield from _of_the_case(case)
    for member in case.network:
        yield from _of_member(member, case.calendar)
    for search in case.searches:
        yield search.since, "nobody was found for {}", search.role
        yield search.filled_at, "somebody was found for {}", search.role
    for item in case.handover.items.values() if case.handover else ():
        yield from _of_item(item)
    yield from _of_the_work(case)
    for concern in case.concerns:
        yield from _of_concern(concern)
    for breach in case.breaches:
        yield from _of_breach(breach)


def _of_the_case(case: CaseState) -> Iterator[_Dated]:
    yield case.phase_since, "entered {}", case.phase
    yield case.release.since, "release {}, {}", case.release.day or "on an unknown day", case.release.kind
    yield case.custody.moved_at, "moved to {}", case.custody.establishment
    yield case.policy_since, "policy {}", case.policy
    yield case.transferred_at, "transferred to {}", case.jurisdiction
    yield case.coordination_since, "coordination {}", case.coordination
    yield case.informed, "the person was informed at the outset"
    if case.release_check is not None and case.release_check.decision is not None:
        yield case.release_check.decided_at, "decided about the gaps: {}", case.release_check.decision
    if case.leader is not None:
        yield case.leader.since, "a charismatic extremist was found to weigh on the person"
        yield case.leader.addressed_at, "the charismatic extremist was assessed and addressed"
    yield from _of_the_manager(case)


def _of_the_manager(case: CaseState) -> Iterator[_Dated]:
    manager, deciding = case.case_manager, case.appointment
    if manager is not None:
        standing = " ad interim" if manager.interim else ""
        yield manager.since, "{} is case manager{}", manager.member, standing
    if case.absence is not None:
        yield case.absence.since, "{0.member} can't act as case manager from {0.starts}", case.absence
    if deciding is None:
        return
    if manager is not None and manager.interim and manager.member == case.decided_manager:
        undone = "the decision on {0} was undone: {0} is ad interim until it is taken anew"
        yield deciding.opened_at, undone, manager.member
    else:
        yield deciding.opened_at, "the decision on a case manager was opened"


def _of_member(member: NetworkMember, local: LocalCalendar | None) -> Iterator[_Dated]:
    name, agreement = member.member, member.agreement
    if member.state == "invited":
        yield member.invited_at, "{} was invited", name
    yield member.answered_at, "{} has {}", name, member.state
    yield member.passed_over, "{} hadn't answered when somebody else took the seat", name
    is_anew = member.first_signed not in (None, member.agreement_signed)
    yield member.agreement_signed, "{} has signed{}", name, " anew" if is_anew else ""
    if agreement is not None and agreement.expired and agreement.until is not None and local is not None:
        yield local.end_of_day(agreement.until), "the agreement of {} has run out", name
    for renewal in member.renewals:
        if renewal.signed_at is None:
            yield renewal.called_at, "{} was asked to sign anew", name


def _of_item(item: Item) -> Iterator[_Dated]:
    match item.state:
        case "supplied":
            yield item.supplied_at, "{} supplied by {}", item.item, item.by
        case "acknowledged":
            yield item.acknowledged_at, "{} acknowledged", item.item
        case "refused":
            yield item.refused_at, "{} refused by {}", item.item, item.by
        case _:
            yield item.requested_at, "{} requested", item.item


def _of_the_work(case: CaseState) -> Iterator[_Dated]:
    for round_ in case.assessments:
        if round_.state == "open":
            yield round_.opened_at, "assessment {0.round} ({0.reason}) opened", round_
        level = f", level {round_.level}" if round_.level else ""
        level += ", grounds not stated" if round_.grounds_not_stated else ""
        yield round_.concluded_at, "assessment {0.round} ({0.reason}) concluded{1}", round_, level
    yield case.plan.since, "plan {}", case.plan.state
    for each in case.plan.interventions:
        yield each.since, "{0.activity} {0.status}", each
    for condition in case.conditions:
        yield condition.since, "condition {0.condition} {0.state}", condition
    for report in case.court_reports:
        yield report.filed_at, "court report of {0.name} filed", report
        yield from ((each.at, "court report of {0.name} filed again", report) for each in report.filings[1:])
    yield case.closing.planned_at, "the end of support was planned"


def _of_concern(concern: Concern) -> Iterator[_Dated]:
    name = "concern {0.concern} ({0.kind}, {0.urgency})"
    yield concern.raised_at, f"{name} raised", concern
    yield concern.reviewed_at, f"{name} reviewed", concern


def _of_breach(breach: Breach) -> Iterator[_Dated]:
    yield breach.reported_at, "alleged breach {} reported", breach.breach
    yield breach.reviewed_at, "alleged breach {} reviewed", breach.breach
    yield breach.referred_at, "alleged breach {} referred", breach.breach
    yield breach.settled_at, "breach {} {}", breach.breach, breach.outcome or breach.state
