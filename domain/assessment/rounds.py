"""When a round of joint assessment is opened, and when an open one becomes due at another date.

There is at most one open round; whatever calls for an assessment joins it, and the earliest date counts.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.assessment.calls import Call, calls
from domain.assessment.events import RoundHastened, RoundOpened
from domain.assessment.sections import Round
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.policy import Policy


def round_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    if case.phase not in ("preparation", "supervision"):
        return
    known, current = calls(case, policy), case.open_round
    if current is not None:
        yield from _joined(current, known, case, now)
        return
    earliest = next((call for call in known if call.opens <= now), None)
    for call in [earliest] if earliest is not None else known:
        yield Follows(call.opens, _opened(case, call))


def _joined(current: Round, known: list[Call], case: CaseState, now: datetime) -> Iterator[Follows]:
    """Under supervision a date only comes nearer; before a release it moves with the release."""
    for call in known:
        is_now = call.opens <= now
        if case.phase == "preparation" and is_now:
            if (call.due, call.reason) != (current.due, current.reason):
                yield Follows(call.opens, _hastened(current, call))
            return
        if call.due < current.due:
            yield Follows(call.opens, _hastened(current, call))
            if is_now:
                return


def _opened(case: CaseState, call: Call) -> RoundOpened:
    last = case.assessments[-1].round if case.assessments else 0
    return RoundOpened(round=last + 1, reason=call.reason, due=call.due)


def _hastened(current: Round, call: Call) -> RoundHastened:
    return RoundHastened(round=current.round, reason=call.reason, due=call.due)
