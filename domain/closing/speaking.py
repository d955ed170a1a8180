"""What was said of the end of support, and which end it was said of.

The end may move. What was said counts for the end that is known now if it was said since that end is known, or so
shortly before it that it would be asked for anyway; else it is asked for again.
"""

from datetime import date, datetime

from domain.case.state import CaseState
from domain.span import PlainSpan
from domain.vocabulary import role_of

PERSON = "person"


def planned_for(end: date, keeps: PlainSpan | None, case: CaseState) -> datetime | None:
    """When the end of support was planned; None where that has to be done, or done again."""
    return _counting(case.closing.planned_at, end, keeps, case)


def evaluated_for(end: date, by: str, keeps: PlainSpan | None, case: CaseState) -> datetime | None:
    """When they said how it went; the person under whichever reference."""
    said = [at for each, at in case.closing.evaluations.items() if by == name_of(each)]
    return _counting(max(said, default=None), end, keeps, case)


def name_of(by: str) -> str:
    """Under which they are asked: the person's own reference doesn't matter, there is only one."""
    return PERSON if role_of(by) == PERSON else by


def in_this_supervision(at: datetime | None, case: CaseState) -> datetime | None:
    """None for what was said before the person was last released."""
    return at if at is not None and (case.released_at is None or at >= case.released_at) else None


def _counting(at: datetime | None, end: date, keeps: PlainSpan | None, case: CaseState) -> datetime | None:
    said, moved, local = in_this_supervision(at, case), case.supervision_end_moved, case.calendar
    if said is None or keeps is None or moved is None or local is None or said >= moved:
        return said
    return said if said >= local.start_of_day(keeps.days_before(end)) else None
