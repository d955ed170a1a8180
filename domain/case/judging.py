"""Judging a fact: whether the case takes it, can't take it yet, or can't take it at all.

A fact is never rejected once it was accepted. What doesn't fit is recorded with its reason: *refused* for good,
or *parked* until it can take effect.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch

from domain.case.facts import CaseMerged, CaseTransferred
from domain.case.state import CaseState
from domain.custody.facts import ReleaseDateSet
from domain.events import Fact, OwnFact
from domain.person.facts import RecordsCompared
from domain.policy import Policy

CLOSED = "the case is closed"


@dataclass(frozen=True)
class Taken:
    """It takes effect."""


@dataclass(frozen=True)
class Refused:
    reason: str


@dataclass(frozen=True)
class Parked:
    """It may take effect later: when something else has come, or at ``until`` at the latest."""

    reason: str
    until: datetime | None = None


Verdict = Taken | Refused | Parked
TAKEN = Taken()


@dataclass(frozen=True)
class Circumstances:
    """When a fact occurred, at what time it is judged, by which rules, and since when it is known."""

    occurred_at: datetime
    now: datetime
    policy: Policy
    received_at: datetime

    @property
    def waits_from(self) -> datetime:
        """From when a fact is kept that doesn't fit yet: one that is heard of late has its time too."""
        return max(self.occurred_at, self.received_at) if self.policy.judged_then else self.occurred_at


@singledispatch
def judge(fact: Fact, case: CaseState, of: Circumstances) -> Verdict:
    """The verdict by the rules of the fact's own folder; taken, where it has none."""
    return TAKEN


def verdict(fact: Fact, case: CaseState, of: Circumstances) -> Verdict:
    """The verdict on a fact, in an open case, one not yet opened, or one that is closed.

    Whose records are one person's is heard of then too: a death may turn out to be another person's.
    """
    if case.phase is None and not isinstance(fact, ReleaseDateSet):
        return Parked("the case isn't open yet")
    if of.occurred_at > of.now and case.phase is not None:
        return Parked("it lies ahead", until=of.occurred_at)
    if isinstance(fact, OwnFact):
        return TAKEN
    if case.closed and not (of.policy.earlier_counts and isinstance(fact, RecordsCompared)):
        return Refused(CLOSED if case.merged_into is None else f"{CLOSED}: it goes on as {case.merged_into}")
    return judge(fact, case, of)


def in_the_end(reason: str, number: int, case: CaseState) -> str:
    """Why a fact is refused: one that was parked until the case closed never had what it waited for."""
    waited = next((each for each in case.parked if each.number == number), None)
    if waited is None or not reason.startswith(CLOSED):
        return reason
    return f"{reason}; until then: {waited.reason}"


def older_than(since: datetime | None, of: Circumstances) -> Refused | None:
    """Refuses what occurred before what is known about the same thing: the later occurred counts."""
    if since is not None and of.occurred_at < since:
        return Refused(f"superseded: a later fact about the same thing occurred on {since:%Y-%m-%d %H:%M}Z")
    return None


def earlier_than(since: datetime, what: str, of: Circumstances) -> Refused | None:
    """Refuses what is said to have been done about something before it was there."""
    if of.policy.refuses_contradictions and of.occurred_at < since:
        return Refused(f"it is said to have occurred before {what} on {since:%Y-%m-%d %H:%M}Z")
    return None


@judge.register
def _merged(fact: CaseMerged, case: CaseState, of: Circumstances) -> Verdict:
    return Refused("a case can't be merged into itself") if fact.into == case.case else TAKEN


@judge.register
def _transferred(fact: CaseTransferred, case: CaseState, of: Circumstances) -> Verdict:
    return older_than(case.transferred_at, of) or TAKEN
