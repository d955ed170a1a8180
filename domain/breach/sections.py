"""The alleged breaches."""

from typing import Literal

from domain.sections import Section
from domain.vocabulary import BreachEnd, BreachOutcome, Instant, Recommendation, Urgency


class Breach(Section):
    """An alleged breach of a condition, until it is decided."""

    breach: str
    condition: str
    urgency: Urgency
    state: Literal["reported", "triaged", "reviewed", "before-court", "decided", "withdrawn"] = "reported"
    outcome: BreachOutcome | None = None
    decided_by: str | None = None
    """The role that has decided it."""
    recommendation: Recommendation | None = None
    """What the members recommended when they last reviewed it."""
    recommended_at: Instant | None = None
    reported_at: Instant
    triaged_at: Instant | None = None
    """When it first was; ``urgency`` is what was said last, at ``urgency_at``."""
    urgency_at: Instant | None = None
    reviewed_at: Instant | None = None
    """When it first was."""
    referred_at: Instant | None = None
    settled_at: Instant | None = None
    """When it was decided or withdrawn."""
    names_no_terms: bool = False
    """Whether it was decided that terms change, without a word on which."""

    @property
    def is_open(self) -> bool:
        return self.state not in ("decided", "withdrawn")

    @property
    def came_to_nothing(self) -> bool:
        return self.state == "withdrawn" or self.outcome == "none"


class Allegation(Section):
    """An urgent breach, as it was told; ``outcome`` is what was told of its end."""

    breach: str
    to: tuple[str, ...]
    outcome: BreachEnd | None = None
