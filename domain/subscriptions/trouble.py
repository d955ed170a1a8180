"""Subscriptions whose endpoints don't take what they are sent, as operators are told of them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.subscriptions.delivery import WHY, WhyPaused
from domain.vocabulary import Reference


class InTrouble(BaseModel):
    """Which one, and since when: its name, and nothing of where it is or what it says."""

    model_config = ConfigDict(frozen=True)
    subscription: Reference
    stands: Literal["paused", "takes nothing"]
    since: datetime
    because: str
    """Why it is paused; else what it last answered: a status, or the name of a fault."""


def in_trouble(
    name: str,
    paused_at: datetime | None,
    paused_because: WhyPaused | None,
    failing_since: datetime | None,
    reply: str | None,
) -> InTrouble | None:
    """None where its events are taken. One that is paused stays so until an operator resumes it."""
    if paused_at and paused_because:
        return InTrouble(subscription=name, stands="paused", since=paused_at, because=WHY[paused_because])
    if failing_since and reply:
        return InTrouble(subscription=name, stands="takes nothing", since=failing_since, because=reply)
    return None
