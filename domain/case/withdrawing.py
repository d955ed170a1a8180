"""Facts that turn out to be wrong: a false death, a mistaken report.

The state is folded anew without the withdrawn fact (``domain.streams``). Here stands which facts can be withdrawn,
and what follows where the case had already acted on one.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.breach.revoking import is_called_back, was_called_back
from domain.case.events import CaseReopened, PhaseEntered
from domain.case.facts import FactWithdrawn
from domain.case.following import Follows
from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict
from domain.case.state import CaseState
from domain.custody.facts import ReleaseDateSet
from domain.inbox import DeliveredFact
from domain.policy import Policy

STANDS = {
    ReleaseDateSet.TYPE: "a release date is corrected by a newer one",
    FactWithdrawn.TYPE: "a withdrawal can't be withdrawn: send the fact again",
}
"""What can't be withdrawn, and why."""
ALREADY_WITHDRAWN = Refused("already withdrawn")
WITHDRAWN = "what had closed the case was withdrawn"
ANOTHER_DIED = "the person who died is another one"


def withdrawal(named: DeliveredFact | None, case: CaseState, of: Circumstances) -> Verdict:
    """The verdict on the withdrawal of ``named``; None where the inbox of the case knows no such event."""
    if of.occurred_at > of.now:
        return Parked("it lies ahead", until=of.occurred_at)
    if named is None or named.number > case.last_fact:
        reason = "what it withdraws isn't known"
        return Refused(reason) if case.closed else Parked(reason)
    if named.type in STANDS:
        return Refused(STANDS[named.type])
    return TAKEN


def withdrawn_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """What the case did because of a fact that is known no longer, or because of a decision that was replaced."""
    if case.closed and case.phase_before_closing is not None:
        if case.closed_because in ("died", "merged", "transferred-out") and case.ended_by is None:
            reason = ANOTHER_DIED if case.closed_because == "died" and case.deaths else WITHDRAWN
            yield Follows(now, CaseReopened(phase=case.phase_before_closing, reason=reason))
    elif case.phase == "supervision" and case.released_at is None and not _serves_outside(case):
        reason = "the release was withdrawn"
        yield Follows(now, PhaseEntered(phase="preparation", since=now, reason=reason))
    elif policy.breach.rules > 1 and was_called_back(case) and not is_called_back(case):
        reason = "what had called the person back no longer stands"
        yield Follows(now, PhaseEntered(phase="supervision", since=now, reason=reason))


def _serves_outside(case: CaseState) -> bool:
    """Whether supervision began without a release: by the sentence itself."""
    return case.supervision_start is not None and case.taken_in is None
