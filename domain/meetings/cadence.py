"""When the network is to meet: fortnightly around the release, then monthly (R45).

Each meeting sets the date of the next one, so that one meeting is owed at a time: however long nobody meets, there
is one that is late, and not one for every fortnight.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import zip_longest
from typing import NamedTuple

from domain.calendar import LocalCalendar
from domain.case.owing import also_reminded, owed
from domain.case.phases import supervision_ends
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.meetings.fold import RECENT
from domain.meetings.sections import Meeting
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.vocabulary import VOICELESS_ROLES


class MeetingOwed(NamedTuple):
    """A meeting that is to be held by a date; ``after`` is the day of the one before it."""

    after: str
    due: datetime
    held_at: datetime | None
    since: datetime | None = None
    """Of the first one, from when it could be held. Nobody is reminded of a later one: they are called to it."""


def meeting_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """What was owed and isn't on record as met, and the next meeting until support ends."""
    ends = supervision_ends(case)
    return [
        duty
        for each in _in_their_cadence(case, policy)
        if ends is None or each.due <= ends
        for duty in owed(
            case,
            policy,
            "hold-meeting",
            "hold a meeting of the network",
            owner=case.responsible,
            due=each.due,
            since=also_reminded(policy, each.since),
            met_at=each.held_at,
            about=each.after,
        )
    ]


def next_owed(case: CaseState, policy: Policy) -> MeetingOwed | None:
    """The one that hasn't been held: by the newest meeting alone, for this is asked at every turn of a case."""
    first, local = _first_day(case, policy), case.calendar
    if first is None or local is None:
        return None
    last = next(_newest_first(_since(first, policy, local), case, policy), None)
    owed = _after(last, None, case, policy, local) if last is not None else _first(first, None, case, local)
    ends = supervision_ends(case)
    return owed if ends is None or owed.due <= ends else None


def counted(case: CaseState, policy: Policy, since: datetime | None = None) -> Iterator[Meeting]:
    """The meetings that are held as owed, in order of time."""
    return (
        each for each in case.meetings if (since is None or each.at >= since) and counts(each, case, policy)
    )


def counts(meeting: Meeting, case: CaseState, policy: Policy) -> bool:
    """Whether it is held as owed: an informal one, or one of too few, only where the policy says so."""
    rules = policy.meetings
    if meeting.informal and not rules.informal_counts:
        return False
    return rules.agencies is None or len(_agencies(meeting, case)) >= rules.agencies


def _agencies(meeting: Meeting, case: CaseState) -> dict[str, None]:
    """The roles that were there and had accepted and signed by then; who has left since had still met."""
    present = (case.member(attendee) for attendee in meeting.attendees)
    roles = (each.role for each in present if each is not None and each.had_signed(meeting.at))
    return dict.fromkeys(role for role in roles if role not in VOICELESS_ROLES)


def _newest_first(since: datetime, case: CaseState, policy: Policy) -> Iterator[Meeting]:
    """Of those that count: most rules ask for the last one alone, at every turn of a case."""
    return (each for each in reversed(case.meetings) if each.at >= since and counts(each, case, policy))


def _in_their_cadence(case: CaseState, policy: Policy) -> Iterator[MeetingOwed]:
    """In order of time, without those that are on record as met: nothing follows from them any more."""
    first, local = _first_day(case, policy), case.calendar
    if first is None or local is None:
        return
    meetings = list(counted(case, policy, _since(first, policy, local)))
    held = _one_a_day(meetings, local)
    if len(meetings) < RECENT:
        yield _first(first, held[0].at if held else None, case, local)
    for before, following in zip_longest(held, held[1:]):
        if following is None or not _is_met(before, case, local):
            yield _after(before, following.at if following else None, case, policy, local)


def _is_met(before: Meeting, case: CaseState, local: LocalCalendar) -> bool:
    """Whether the meeting that was owed after this one is on record as held in time."""
    known = case.obligations.get(f"hold-meeting:{local.local_date(before.at).isoformat()}")
    return known is not None and known.state == "met"


def _first_day(case: CaseState, policy: Policy) -> date | None:
    """By which the network is to meet for the first time; None where it needn't meet."""
    if case.begun_at is None or case.phase not in ("preparation", "supervision"):
        return None
    return Timetable(case, policy).day_before_release(policy.meetings.starts)


def _since(first: date, policy: Policy, local: LocalCalendar) -> datetime:
    """From when a meeting belongs to this preparation and to what comes after it."""
    return local.start_of_day(policy.meetings.every.days_before(first))


def _first(day: date, held_at: datetime | None, case: CaseState, local: LocalCalendar) -> MeetingOwed:
    assert case.begun_at is not None
    name = f"first-{local.local_date(case.begun_at)}"
    return MeetingOwed(name, local.end_of_day(day), held_at, case.begun_at)


def _after(
    before: Meeting, held_at: datetime | None, case: CaseState, policy: Policy, local: LocalCalendar
) -> MeetingOwed:
    day, rules = local.local_date(before.at), policy.meetings
    eases = _eases(case, policy, local)
    span = rules.then_every if eases is not None and day >= eases else rules.every
    return MeetingOwed(day.isoformat(), local.end_of_day(span.days_after(day, local)), held_at)


def _one_a_day(meetings: Iterable[Meeting], local: LocalCalendar) -> list[Meeting]:
    """In order of time, the first of each day: a second one on the same day sets no other date."""
    by_day: dict[date, Meeting] = {}
    for meeting in meetings:
        by_day.setdefault(local.local_date(meeting.at), meeting)
    return list(by_day.values())


def _eases(case: CaseState, policy: Policy, local: LocalCalendar) -> date | None:
    """The day from which the network meets less often."""
    released = local.local_date(case.released_at) if case.released_at else Timetable(case, policy).release_day
    return policy.meetings.eases.days_after(released, local) if released is not None else None
