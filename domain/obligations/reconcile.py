"""From duties to events: what has to be recorded so that the obligations say what the rules say.

One abstraction behind every deadline. The result is empty once nothing is left to do, so it can be asked as often
as one likes, in any order of facts, after any outage.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from domain.obligations.duty import Duty
from domain.obligations.obligation import (
    Obligation,
    ObligationEscalated,
    ObligationEvent,
    ObligationLapsed,
    ObligationMet,
    ObligationMoved,
    ObligationRaised,
    ObligationReminded,
    Obligations,
)
from domain.obligations.pace import Pace

NO_LONGER_OWED = "no longer owed"


def no_longer_owed(lapsing: Obligation) -> str:  # noqa: ARG001
    return NO_LONGER_OWED


def reconcile(
    obligations: Obligations,
    duties: Sequence[Duty],
    why_lapsed: Callable[[Obligation], str] = no_longer_owed,
    *,
    earlier_counts: bool = False,
    now: datetime | None = None,
) -> Iterator[ObligationEvent]:
    """Events that bring the recorded obligations in line with the duties; ``why_lapsed`` says why a missing one does.

    An obligation that has been settled stays settled while its duty is; a waived one stays waived. One that was met
    is raised again when its ground was withdrawn, and one that had lapsed when it is owed again. ``earlier_counts``:
    one that was met late is judged anew when something earlier becomes known. ``now``: what is overdue by its new date
    too goes on up the ladder that it has begun; by None every new date begins it anew.
    """
    wanted = {duty.id: duty for duty in duties}
    for duty in wanted.values():
        known = obligations.get(duty.id)
        yield from _settled_or_raised(known, duty, now)
        if earlier_counts and known is not None:
            yield from _in_time_after_all(known, duty)
    for obligation in obligations.values():
        if obligation.state == "open" and obligation.id not in wanted:
            yield ObligationLapsed(obligation=obligation.id, reason=why_lapsed(obligation))


def _settled_or_raised(
    known: Obligation | None, duty: Duty, now: datetime | None
) -> Iterator[ObligationEvent]:
    if known is not None and known.state == "waived":
        return
    is_open = known is not None and known.state == "open"
    was_met = known is not None and known.state in ("met", "late")
    if duty.met_at is not None:
        if was_met:
            return
        if not is_open:
            yield _raise(duty)
        elif known is not None and known.due != duty.due:
            yield _move(duty, known, now)
        yield ObligationMet(obligation=duty.id, met_at=duty.met_at, late=duty.met_at > duty.due)
    elif not is_open:
        yield _raise(duty)
    elif known is not None and (known.due, known.owner, known.escalate_to) != (
        duty.due,
        duty.owner,
        duty.escalate_to,
    ):
        yield _move(duty, known, now)


def _in_time_after_all(known: Obligation, duty: Duty) -> Iterator[ObligationEvent]:
    """What was done first was heard of last."""
    if known.state != "late" or known.settled_at is None or duty.met_at is None:
        return
    if duty.met_at < known.settled_at and duty.met_at <= duty.due:
        yield ObligationMet(obligation=duty.id, met_at=duty.met_at, late=False)


def _raise(duty: Duty) -> ObligationRaised:
    return ObligationRaised(
        obligation=duty.id,
        kind=duty.kind,
        what=duty.what,
        owner=duty.owner,
        due=duty.due,
        warn=duty.warn,
        escalate_to=duty.escalate_to,
    )


def _move(duty: Duty, known: Obligation, now: datetime | None) -> ObligationMoved:
    """By a few hours, where another area's clocks count: who was told of it is not told again at once."""
    is_overdue_still = now is not None and duty.due != known.due and duty.due <= now
    return ObligationMoved(
        obligation=duty.id,
        owner=duty.owner,
        due=duty.due,
        warn=duty.warn,
        escalate_to=duty.escalate_to,
        again=known.escalate_at if is_overdue_still else None,
    )


def climb(obligations: Obligations, now: datetime, pace: Pace) -> Iterator[ObligationEvent]:
    """The reminders and escalations whose time has come.

    After an outage each obligation is reminded or escalated once, not once for every tick that was missed.
    """
    for obligation in obligations.values():
        if obligation.state != "open":
            continue
        escalation = obligation.escalate_at or obligation.due
        if now >= escalation:
            yield _escalated(obligation, escalation, now, pace)
        elif obligation.warn is not None and not obligation.reminded and now >= obligation.warn:
            yield ObligationReminded(obligation=obligation.id, to=obligation.owner)


def _escalated(obligation: Obligation, at: datetime, now: datetime, pace: Pace) -> ObligationEscalated:
    step = obligation.escalations + 1
    every = pace.after(obligation, step)
    return ObligationEscalated(
        obligation=obligation.id,
        to=pace.told(obligation, step),
        step=step,
        again=at + ((now - at) // every + 1) * every,
    )


def next_rung(obligations: Obligations) -> Obligation | None:
    """The open obligation whose next reminder or escalation comes first if nobody acts."""
    open_ones = (obligation for obligation in obligations.values() if obligation.state == "open")
    return min(open_ones, key=lambda obligation: obligation.next_step, default=None)


def earliest(instants: Iterable[datetime | None]) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)
