"""When the network is to meet: fortnightly around the release, then monthly (R45).

Each meeting sets the date of the next one, so that one meeting is owed at a time: however long nobody meets, there
is one that is late, and not one for every fortnight.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import zip_longest
from typing import NamedTuple

from domain.calendar import LocalCalendar
from domain.case.owing import owed
from domain.case.phases import supervision_ends
from domain.case.sections import Meeting
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.meetings.fold import RECENT
from domain.obligations.duty import Duty
from domain.policy import Policy


class MeetingOwed(NamedTuple):
    """A meeting that is to be held by a date; ``after`` is the day of the one before it."""

    after: str
    due: datetime
    held_at: datetime | None


def meeting_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """What was owed and met, as far back as the state still knows, and the next meeting until support ends."""
    return [
        duty
        for each in meetings_owed(case, policy)
        for duty in owed(
            case,
            policy,
            "hold-meeting",
            "hold a meeting of the network",
            owner=case.responsible,
            due=each.due,
            met_at=each.held_at,
            about=each.after,
        )
    ]


def next_owed(case: CaseState, policy: Policy) -> MeetingOwed | None:
    """The one that hasn't been held."""
    return next((each for each in meetings_owed(case, policy) if each.held_at is None), None)


def meetings_owed(case: CaseState, policy: Policy) -> list[MeetingOwed]:
    """In order of time; none is owed beyond the end of support."""
    ends = supervision_ends(case)
    return [each for each in _in_their_cadence(case, policy) if ends is None or each.due <= ends]


def counted(case: CaseState, policy: Policy) -> list[Meeting]:
    """The meetings that are held as owed: an informal one only where the policy says so."""
    return [each for each in case.meetings if policy.meetings.informal_counts or not each.informal]


def _in_their_cadence(case: CaseState, policy: Policy) -> Iterator[MeetingOwed]:
    local, rules, timetable = case.calendar, policy.meetings, Timetable(case, policy)
    first = timetable.day_before_release(rules.starts)
    if first is None or local is None or case.begun_at is None:
        return
    if case.phase not in ("preparation", "supervision"):
        return
    counting = local.start_of_day(rules.every.days_before(first))
    meetings = [each for each in counted(case, policy) if each.at >= counting]
    held = _one_a_day(meetings, local)
    if len(meetings) < RECENT:
        begun = local.local_date(case.begun_at)
        yield MeetingOwed(f"first-{begun}", local.end_of_day(first), held[0].at if held else None)
    for before, following in zip_longest(held, held[1:]):
        day = local.local_date(before.at)
        due = local.end_of_day(_next_day(day, _eases(case, policy, local, timetable), policy, local))
        yield MeetingOwed(day.isoformat(), due, following.at if following else None)


def _one_a_day(meetings: Iterable[Meeting], local: LocalCalendar) -> list[Meeting]:
    """In order of time, the first of each day: a second one on the same day sets no other date."""
    by_day: dict[date, Meeting] = {}
    for meeting in meetings:
        by_day.setdefault(local.local_date(meeting.at), meeting)
    return list(by_day.values())


def _eases(case: CaseState, policy: Policy, local: LocalCalendar, timetable: Timetable) -> date | None:
    """The day from which the network meets less often."""
    released = local.local_date(case.released_at) if case.released_at else timetable.release_day
    return policy.meetings.eases.days_after(released, local) if released is not None else None


def _next_day(day: date, eases: date | None, policy: Policy, local: LocalCalendar) -> date:
    rules = policy.meetings
    span = rules.then_every if eases is not None and day >= eases else rules.every
    return span.days_after(day, local)
