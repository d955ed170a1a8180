"""Who hears at once of an alleged breach that is urgent, and later how it ended (R55).

An allegation that was told isn't forgotten where its report is withdrawn: those who heard it hear that too.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.breach.events import BreachOutcomeTold, BreachTold
from domain.breach.fold import COURT
from domain.breach.sections import Allegation, Breach
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.policy import Policy
from domain.vocabulary import BreachEnd


def telling_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    for breach in case.breaches:
        known = case.allegation(breach.breach)
        if _is_urgent(breach) and (known is None or known.outcome is not None):
            to = tuple(
                COURT if role == COURT else case.in_role(role) for role in policy.breach.told_if_urgent
            )
            if to:
                yield Follows(now, BreachTold(breach=breach.breach, to=to))
    for known in case.allegations:
        ended = _ended(case.breach(known.breach))
        if ended is not None and ended != known.outcome:
            yield Follows(now, _told_how_it_ended(known, ended, case))


def _is_urgent(breach: Breach) -> bool:
    """A person has said so: nobody is told on the word of the report alone."""
    return breach.is_open and breach.triaged_at is not None and breach.urgency == "urgent"


def _ended(breach: Breach | None) -> BreachEnd | None:
    if breach is None or breach.state == "withdrawn":
        return "withdrawn"
    return breach.outcome


def _told_how_it_ended(known: Allegation, ended: BreachEnd, case: CaseState) -> BreachOutcomeTold:
    breach = case.breach(known.breach)
    by_court = breach is not None and breach.decided_by == COURT
    to = tuple(each for each in known.to if not (by_court and each == COURT))
    return BreachOutcomeTold(breach=known.breach, to=to, outcome=ended)
