"""What the case keeps about its own running."""

from domain.sections import Section
from domain.vocabulary import Instant, Phase


class GivenUp(Section):
    """A step that is prepared later than planned: in days before the release, below zero after it."""

    step: str
    planned: int
    now: int


class Stay(Section):
    """A phase that the case has entered."""

    phase: Phase
    since: Instant
    reason: str | None = None


class Unused(Section):
    """A fact that changed nothing: refused for good, or parked until it can."""

    number: int
    type: str
    reason: str
    cause: str | None = None
    until: Instant | None = None
    """When a parked fact is looked at again in any case."""


class Running(Section):
    """A procedure of this case that hasn't reported its end."""

    procedure: str
    number: int
    about: str | None = None
    """What it is about, where a case may have several: a round, a report, a breach."""


class HeardLate(Section):
    """A fact that the case recorded some time after it had occurred."""

    occurred_at: Instant
    recorded_at: Instant
