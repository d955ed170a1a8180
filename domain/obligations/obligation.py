"""Obligations as recorded: their events, their state, and the fold from one to the other."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.events import Event
from domain.vocabulary import Instant, ObligationKind

ObligationStatus = Literal["open", "met", "late", "waived", "lapsed"]


class ObligationRaised(Event, name="obligation.raised"):
    """From now on this is owed. Raised again under the same id after it had lapsed or its ground was withdrawn."""

    obligation: str
    kind: ObligationKind
    what: str
    owner: str
    due: Instant
    warn: Instant | None = None
    escalate_to: str


class ObligationMoved(Event, name="obligation.moved"):
    """Another due date or another owner: a release date has moved, or the case has changed hands."""

    obligation: str
    owner: str
    due: Instant
    warn: Instant | None = None
    escalate_to: str
    again: Instant | None = None
    """When it is escalated next, where it was and is overdue by its new date too; with it at first, where None."""


class ObligationReminded(Event, name="obligation.reminded"):
    obligation: str
    to: str


class ObligationEscalated(Event, name="obligation.escalated"):
    """It was due and isn't met. ``step`` counts from 1, over all escalations of this obligation."""

    obligation: str
    to: str
    step: int
    again: Instant
    """When it is escalated next, if it is still not met."""


class ObligationMet(Event, name="obligation.met"):
    """Judged by when the fact occurred, never by when it arrived."""

    obligation: str
    met_at: Instant
    late: bool


class ObligationWaived(Event, name="obligation.waived"):
    """A person has released the owner from it, for a reason that is on record."""

    obligation: str
    by: str
    reason: str


class ObligationLapsed(Event, name="obligation.lapsed"):
    """Nobody can owe it any more: the reason says what has happened."""

    obligation: str
    reason: str


class Obligation(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: ObligationKind
    what: str
    owner: str
    due: Instant
    warn: Instant | None = None
    escalate_to: str
    state: ObligationStatus = "open"
    reminded: bool = False
    escalations: int = 0
    escalate_at: Instant | None = None
    """When it is escalated next; its due date at first."""
    settled_at: Instant | None = None
    reason: str | None = None
    """Why it was waived or lapsed."""

    @property
    def next_step(self) -> datetime:
        """When something happens to it if nobody acts."""
        escalation = self.escalate_at or self.due
        if self.warn is not None and not self.reminded:
            return min(self.warn, escalation)
        return escalation


Obligations = dict[str, Obligation]
"""By id, in the order in which they were first raised."""

ObligationEvent = (
    ObligationRaised
    | ObligationMoved
    | ObligationReminded
    | ObligationEscalated
    | ObligationMet
    | ObligationWaived
    | ObligationLapsed
)

RECURRING: dict[ObligationKind, int] = {"hold-meeting": 30, "review-plan": 10}
"""The kinds that a case raises again and again for years, and how many settled ones of each a state still holds: more
than there are duties for at any time. The ledger has them all."""


def fold_obligation(obligations: Obligations, event: ObligationEvent, recorded_at: datetime) -> Obligations:
    """The obligations after one more event about one of them."""
    if isinstance(event, ObligationRaised):
        return _bounded(obligations | {event.obligation: _raised(event)})
    changed = _changed(obligations[event.obligation], event, recorded_at)
    return obligations | {event.obligation: changed}


def _raised(event: ObligationRaised) -> Obligation:
    fields = event.model_dump(exclude={"obligation"})
    return Obligation(id=event.obligation, **fields)


def _changed(was: Obligation, event: ObligationEvent, recorded_at: datetime) -> Obligation:
    match event:
        case ObligationMoved():
            return _moved(was, event)
        case ObligationReminded():
            return was.model_copy(update={"reminded": True})
        case ObligationEscalated():
            # Who missed the reminder during an outage needs none any more; its time must not call again.
            return was.model_copy(
                update={"reminded": True, "escalations": event.step, "escalate_at": event.again}
            )
        case ObligationMet():
            state = "late" if event.late else "met"
            return was.model_copy(update={"state": state, "settled_at": event.met_at})
        case ObligationWaived():
            return was.model_copy(
                update={"state": "waived", "settled_at": recorded_at, "reason": event.reason}
            )
        case ObligationLapsed():
            return was.model_copy(
                update={"state": "lapsed", "settled_at": recorded_at, "reason": event.reason}
            )
        case _:
            raise TypeError(f"{type(event).__name__} changes no obligation")


def _moved(was: Obligation, event: ObligationMoved) -> Obligation:
    later = event.due > was.due
    is_reminded_anew = event.again is None and (later or was.owner != event.owner)
    return was.model_copy(
        update={
            "owner": event.owner,
            "due": event.due,
            "warn": event.warn,
            "escalate_to": event.escalate_to,
            "reminded": was.reminded and not is_reminded_anew,
            "escalate_at": event.again if event.due != was.due else was.escalate_at,
        }
    )


def _bounded(obligations: Obligations) -> Obligations:
    settled: dict[ObligationKind, list[str]] = {kind: [] for kind in RECURRING}
    for key, known in obligations.items():
        if known.kind in settled and known.state != "open":
            settled[known.kind].append(key)
    forgotten = {
        key for kind, kept in RECURRING.items() for key in settled[kind][: max(len(settled[kind]) - kept, 0)]
    }
    if not forgotten:
        return obligations
    return {key: known for key, known in obligations.items() if key not in forgotten}
