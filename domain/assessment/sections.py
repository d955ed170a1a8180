"""The joint assessments."""

from typing import Literal

from pydantic import Field

from domain.sections import Section
from domain.vocabulary import Instant, Level


class Round(Section):
    """One joint assessment. ``due`` is the earliest date that anything has called for."""

    round: int
    reason: str
    state: Literal["open", "concluded"] = "open"
    level: Level | None = None
    opened_at: Instant
    due: Instant
    concluded_at: Instant | None = None
    contributed: tuple[str, ...] = ()
    """In the order in which they first did."""
    contributions: dict[str, Instant] = Field(default_factory=dict)
    """When each member last did, never what they said."""
    instrument: str | None = None
    level_by: Literal["judgement", "instrument"] | None = None
    members: tuple[str, ...] = ()
    """Who has concluded it."""
    grounds: tuple[str, ...] = ()
    grounds_not_stated: bool = False
    """Whether it has raised the level without a word on what kind of thing that rests on (R23)."""
    needs: tuple[str, ...] = ()
    protective: tuple[str, ...] = ()

    def takes(self, at: Instant) -> bool:
        """Whether something that was contributed at this instant may still have gone into its conclusion."""
        return self.concluded_at is None or at <= self.concluded_at
