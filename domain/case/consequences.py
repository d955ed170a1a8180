"""What follows from what is known, by the rules and by the passing of time.

Each rule looks at the whole of what is known, never at the fact that came last; so the order in which facts
arrive, and the moment at which they are looked at, make no difference to where the case ends up.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.appointment.elsewhere import elsewhere_follows
from domain.appointment.holder import holder_follows
from domain.appointment.opening import appointment_follows
from domain.appointment.reopening import reopening_follows
from domain.appointment.standing_in import standing_in_follows
from domain.assessment.rounds import round_follows
from domain.breach.telling import telling_follows
from domain.case.events import CaseClosed
from domain.case.following import Follows
from domain.case.phases import phase_follows
from domain.case.shortening import shortening_follows
from domain.case.state import CaseState
from domain.case.withdrawing import withdrawn_follows
from domain.closing.beginning import closing_follows
from domain.court.expiry import expiry_follows
from domain.court.reports import report_follows
from domain.custody.announcing import announcement_follows
from domain.custody.passing import passing_follows
from domain.custody.settling import settling_follows
from domain.custody.taking_in import taking_in_follows
from domain.events import Event
from domain.handover.ending import handover_follows
from domain.handover.gaps import gaps_follow
from domain.handover.renewing import renewing_follows
from domain.meetings.calling import meeting_follows
from domain.network.agreements import agreement_follows
from domain.plan.availability import availability_follows
from domain.policy import Policy
from domain.risk.addressing import addressing_follows
from domain.supervision.misses import misses_follow
from domain.transfer.beginning import transfer_follows

RULES = (
    announcement_follows,
    settling_follows,
    phase_follows,
    taking_in_follows,
    passing_follows,
    agreement_follows,
    renewing_follows,
    handover_follows,
    gaps_follow,
    shortening_follows,
    transfer_follows,
    holder_follows,
    standing_in_follows,
    reopening_follows,
    elsewhere_follows,
    appointment_follows,
    round_follows,
    report_follows,
    expiry_follows,
    misses_follow,
    addressing_follows,
    telling_follows,
    closing_follows,
    availability_follows,
    meeting_follows,
)
"""In the order in which they are asked: a phase is entered before what the phase brings with it."""


class Outlook(NamedTuple):
    """What is known of a case's future if nothing more is heard of it."""

    due: Event | None
    """The first thing that follows by now and isn't recorded yet."""
    change: datetime | None
    """When something follows by the passing of time alone, or a parked fact is to be looked at again; now, or before,
    where something is due."""


def outlook(case: CaseState, now: datetime, policy: Policy) -> Outlook:
    """Asks each rule once; what is due is the answer of the first that has something due."""
    waiting = [parked.until for parked in case.parked if parked.until is not None]
    for follows in _all(case, policy, now):
        if follows.at <= now:
            return Outlook(follows.told(), min((follows.at, *waiting)))
        waiting.append(follows.at)
    return Outlook(None, min(waiting, default=None))


class Lookout:
    """Asks the rules again only where something that they look at has changed: most turns of a case bring nothing."""

    def __init__(self) -> None:
        self._last: tuple[CaseState, datetime, Policy, Outlook] | None = None

    def outlook(self, case: CaseState, now: datetime, policy: Policy) -> Outlook:
        if self._last is not None:
            seen, then, by, last = self._last
            if case is seen and policy is by and now == then:
                return last
        new = outlook(case, now, policy)
        self._last = case, now, policy, new
        return new


def _all(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    if case.phase is None or case.calendar is None:
        return
    yield from withdrawn_follows(case, policy, now)
    if case.closed:
        yield from meeting_follows(case, policy, now)
        return
    if case.ended_by is not None:
        yield Follows(now, CaseClosed(because=case.ended_by))
        return
    for rule in RULES:
        yield from rule(case, policy, now)
