"""Which facts about contacts fit."""

from collections.abc import Sequence
from datetime import datetime

from domain.calendar import LocalCalendar
from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge
from domain.case.sections import Stay
from domain.case.state import CaseState
from domain.network.rules import present
from domain.supervision.facts import ContactReported, MissesConsidered
from domain.vocabulary import RELEASED_PHASES


@judge.register
def _contact(fact: ContactReported, case: CaseState, of: Circumstances) -> Verdict:
    if not _is_supervised(case, of):
        return _waits_for_the_release(case, of) or Refused("the person isn't under supervision")
    if fact.condition is not None and case.condition(fact.condition) is None:
        return Parked("the condition isn't known")
    return TAKEN


@judge.register
def _considered(fact: MissesConsidered, case: CaseState, of: Circumstances) -> Verdict:
    repeated = case.attendance.repeated
    if repeated is None or of.occurred_at < repeated.since:
        return Parked("the person hadn't missed so much by then")
    if fact.by is None:
        return TAKEN
    return present(fact.by, case, of) or _isnt_the_managers(fact.by, case, of) or TAKEN


def _isnt_the_managers(by: str, case: CaseState, of: Circumstances) -> Refused | None:
    """Who answered for the case before whoever does now, nobody knows any more."""
    rules, now = of.policy.supervision.misses, case.contact
    if rules is None or rules.decided_by is None or (now is not None and of.occurred_at < now.since):
        return None
    why = f"only the case manager decides what comes of them: {case.responsible}"
    return Refused(why) if by != case.responsible else None


def _is_supervised(case: CaseState, of: Circumstances) -> bool:
    if of.policy.judged_then and case.phases and case.calendar is not None:
        return _was_supervised(case.phases, case.calendar, of.occurred_at)
    return case.phase in RELEASED_PHASES or _came_before_the_return(case, of)


def _was_supervised(phases: Sequence[Stay], local: LocalCalendar, at: datetime) -> bool:
    """From the day of the release on: nobody knows exactly at what time it was."""
    ends = (*(each.since for each in phases[1:]), None)
    return any(
        local.start_of_day(local.local_date(stay.since)) <= at and (end is None or at < end)
        for stay, end in zip(phases, ends, strict=True)
        if stay.phase in RELEASED_PHASES
    )


def _came_before_the_return(case: CaseState, of: Circumstances) -> bool:
    """Heard of only since the person is back in custody: it belongs to the supervision in which it was."""
    stay = next((each for each in reversed(case.phases) if each.since <= of.occurred_at), None)
    return of.policy.earlier_counts and stay is not None and stay.phase in RELEASED_PHASES


def _waits_for_the_release(case: CaseState, of: Circumstances) -> Parked | None:
    """From the day of release on: whoever met the person may tell of it before prison tells of the release."""
    day, local = case.release.day, case.calendar
    if case.phase != "preparation" or day is None or local is None or not of.policy.earlier_counts:
        return None
    came = of.occurred_at >= local.start_of_day(day)
    return Parked("nobody has told that the person was released") if came else None
