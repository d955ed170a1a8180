"""What is known of the appointments that the person has kept and missed."""

from typing import Literal

from pydantic import Field

from domain.sections import Section
from domain.vocabulary import Instant


class Contact(Section):
    """One appointment, named by when it was and under which condition."""

    at: Instant
    kept: bool
    condition: str | None = None


class Tally(Section):
    kept: int = 0
    missed: int = 0


class RepeatedMisses(Section):
    """The person has missed so many appointments that somebody looks at it."""

    since: Instant
    """The miss that made them so many."""
    conditions: tuple[str, ...] = ()
    """Under which they were due, as far as that was said."""
    considered_at: Instant | None = None
    """When somebody did: decided about it, alleged a breach, changed the plan, or met."""
    decision: Literal["report-breach", "change-plan", "none"] | None = None
    """What was decided last, where somebody has decided in so many words."""
    decided_at: Instant | None = None

    @property
    def name(self) -> str:
        return self.since.date().isoformat()


class Attendance(Section):
    """Counted over the whole case; of the appointments themselves the newest are kept."""

    total: Tally = Tally()
    by_condition: dict[str, Tally] = Field(default_factory=dict)
    recent: tuple[Contact, ...] = ()
    """In order of time."""
    repeated: RepeatedMisses | None = None
    """The last time that they were so many."""

    @property
    def awaits(self) -> RepeatedMisses | None:
        """What nobody has looked at yet."""
        known = self.repeated
        return known if known is not None and known.considered_at is None else None
