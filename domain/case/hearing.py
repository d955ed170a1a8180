"""What the case heard of only some time after it had occurred: it is news when it is heard (R53)."""

from datetime import datetime, timedelta

from domain.case.sections import HeardLate
from domain.case.state import CaseState
from domain.events import Envelope

PROMPTLY = timedelta(minutes=1)
RECENT = 30
"""Those heard last: the others are older than what a briefing lists."""


def with_what_was_late(case: CaseState, fact: Envelope) -> CaseState:
    if fact.recorded_at - fact.occurred_at <= PROMPTLY:
        return case
    heard = HeardLate(occurred_at=fact.occurred_at, recorded_at=fact.recorded_at)
    return case.model_copy(update={"heard_late": (*case.heard_late, heard)[-RECENT:]})


def heard(case: CaseState) -> dict[datetime, datetime]:
    """By when something occurred: when the case heard of it, if that was later."""
    return {each.occurred_at: each.recorded_at for each in case.heard_late}
