"""What is found missing before a release, how the handover ends, and what is asked for anew before another release."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from domain.events import Event
from domain.vocabulary import HandoverItem, Instant


class OwedGap(BaseModel):
    """Something that is missing, in words and without content, and who could bring it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    gap: str
    owner: str


class GapsNamed(Event, name="handover.gaps-named"):
    """The day of the release check has come: what is missing before the release on ``day`` (R16)."""

    day: date
    gaps: tuple[str, ...]
    owed: tuple[OwedGap, ...] = ()
    """The same, with who owes each."""
    since: Instant | None = None
    """When the day of the release check began; it may be named later, after an outage."""


class ItemsAskedAnew(Event, name="handover.items-asked-anew"):
    """Another release is prepared, and what was handed over before the last one is too old for it."""

    items: tuple[HandoverItem, ...]
    since: Instant


class HandoverEnded(Event, name="handover.ended"):
    """``complete`` or ``incomplete``: what is open then stays owed."""

    state: str
