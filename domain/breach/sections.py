"""The alleged breaches."""

from typing import Literal

from domain.policy import BreachOutcome
from domain.sections import Section
from domain.vocabulary import Instant, Urgency


class Breach(Section):
    """An alleged breach of a condition, until it is decided."""

    breach: str
    condition: str
    urgency: Urgency
    state: Literal["reported", "triaged", "reviewed", "before-court", "decided", "withdrawn"] = "reported"
    outcome: BreachOutcome | None = None
    decided_by: str | None = None
    """The role that has decided it."""
    reported_at: Instant
    triaged_at: Instant | None = None
    reviewed_at: Instant | None = None
    referred_at: Instant | None = None
    settled_at: Instant | None = None
    """When it was decided or withdrawn."""

    @property
    def is_open(self) -> bool:
        return self.state not in ("decided", "withdrawn")

    @property
    def came_to_nothing(self) -> bool:
        return self.state == "withdrawn" or self.outcome == "none"
