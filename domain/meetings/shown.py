"""The meeting to come, as the case view shows it."""

from collections.abc import Sequence
from datetime import datetime

from domain.case.state import CaseState
from domain.meetings.agenda import agenda, overdue
from domain.meetings.sections import CalledMeeting
from domain.procedure import ProcedureState


def next_meeting(
    case: CaseState, procedures: Sequence[ProcedureState], now: datetime
) -> dict[str, object] | None:
    """When it is and who is invited, with the agenda as it would be drawn now; None where none is called."""
    called = coming_meeting(case, now)
    if called is None:
        return None
    late = overdue(case.obligations.values(), now)
    for each in procedures:
        late += [f"{each.procedure}/{each.number}/{name}" for name in overdue(each.obligations.values(), now)]
    return {
        "at": called.at,
        "ends": called.ends,
        "agenda": [item.model_dump() for item in agenda(case, late)],
        "invited": called.invited,
    }


def coming_meeting(case: CaseState, now: datetime) -> CalledMeeting | None:
    """The next one that the members are called to."""
    ahead = (each for each in case.called if each.ends > now and not each.cancelled)
    return min(ahead, key=lambda each: each.at, default=None)
