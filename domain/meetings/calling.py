"""Calling the network to the meeting that is owed, calling it again when its time changes, and calling it off (R45).

A meeting is called once. It is called again when the day by which it is owed has moved, when others may receive than
were invited, and some weeks after one that nobody held; never because there is something else to talk about.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from domain.calendar import LocalCalendar
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.meetings.agenda import agenda, overdue
from domain.meetings.cadence import MeetingOwed, counts, next_owed
from domain.meetings.events import MeetingCalled, MeetingCancelled
from domain.meetings.policy import CallingRules
from domain.meetings.sections import CalledMeeting
from domain.policy import Policy
from domain.procedures.owing import late_in_procedures
from domain.vocabulary import VOICELESS_ROLES


class Slot(NamedTuple):
    """When a meeting is to be held; ``day`` is the working day by which it is owed."""

    day: date
    at: datetime
    ends: datetime


def meeting_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """Asked of closed cases too: whoever was called to a meeting hears that it doesn't take place."""
    if policy.meetings.calling is None or case.calendar is None:
        return
    owed = next_owed(case, policy)
    yield from _called_off(owed, case, policy, case.calendar, now)
    if owed is not None:
        yield from _called(owed, case, policy.meetings.calling, policy, case.calendar, now)


def invited(case: CaseState) -> tuple[str, ...]:
    """All who may receive; family, victims and formers come where somebody brings them, not by rule."""
    return tuple(
        each.member for each in case.network if each.may_receive and each.role not in VOICELESS_ROLES
    )


def _called(
    owed: MeetingOwed,
    case: CaseState,
    rules: CallingRules,
    policy: Policy,
    local: LocalCalendar,
    now: datetime,
) -> Iterator[Follows]:
    day, members = local.last_working_day(local.day_ended(owed.due)), invited(case)
    known = next((each for each in case.called if each.meeting == owed.after), None)
    call = partial(_call, owed.after, known, _slot(day, rules, local, now), case, policy, now)
    if known is None or known.cancelled:
        if members:
            yield Follows(local.start_of_day(rules.ahead.days_before(day)), call)
    elif known.day != day:
        yield Follows(now, call)
    elif known.at > now and known.invited != members:
        as_called = Slot(known.day, known.at, known.ends)
        yield Follows(now, partial(_call, owed.after, known, as_called, case, policy, now))
    elif rules.again is not None and members:
        yield Follows(rules.again.after(known.ends, local), call)


def _slot(day: date, rules: CallingRules, local: LocalCalendar, now: datetime) -> Slot:
    """On that day; on the next working day, where it is past."""
    at = local.instant(day, rules.at)
    if at <= now:
        at = local.instant(local.add_working_days(local.local_date(now), 1), rules.at)
    return Slot(day, at, at + rules.lasts.length())


def _call(
    meeting: str, known: CalledMeeting | None, slot: Slot, case: CaseState, policy: Policy, now: datetime
) -> MeetingCalled:
    members = invited(case)
    before = known.invited if known is not None and not known.cancelled else ()
    told_this_time = before if known is not None and known.at == slot.at else ()
    return MeetingCalled(
        meeting=meeting,
        uid=_uid(case, meeting),
        sequence=known.sequence + 1 if known is not None else 0,
        day=slot.day,
        at=slot.at,
        ends=slot.ends,
        invited=members,
        told=tuple(each for each in members if each not in told_this_time),
        uninvited=tuple(each for each in before if each not in members),
        agenda=agenda(
            case, [*overdue(case.obligations.values(), now), *late_in_procedures(case, policy, now)]
        ),
    )


def _called_off(
    owed: MeetingOwed | None, case: CaseState, policy: Policy, local: LocalCalendar, now: datetime
) -> Iterator[Follows]:
    for each in case.called:
        if each.cancelled or each.at <= now or (owed is not None and owed.after == each.meeting):
            continue
        if case.closed or not _held_that_day(each, case, policy, local):
            yield Follows(now, _cancelled(each, case))


def _held_that_day(called: CalledMeeting, case: CaseState, policy: Policy, local: LocalCalendar) -> bool:
    """Though at another hour: then nobody needs to hear that it isn't held."""
    day = local.local_date(called.at)
    return any(local.local_date(each.at) == day and counts(each, case, policy) for each in case.meetings)


def _cancelled(called: CalledMeeting, case: CaseState) -> MeetingCancelled:
    return MeetingCancelled(
        meeting=called.meeting,
        uid=_uid(case, called.meeting),
        sequence=called.sequence + 1,
        at=called.at,
        ends=called.ends,
        told=called.invited,
    )


def _uid(case: CaseState, meeting: str) -> str:
    return f"urn:throughcare:{case.case}:meeting:{meeting}"
