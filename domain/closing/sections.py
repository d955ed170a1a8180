"""How the support ends."""

from datetime import date

from pydantic import Field

from domain.sections import Section
from domain.vocabulary import Instant


class Closing(Section):
    """The planned end of support."""

    end: date | None = None
    """The end of supervision towards which the closing has begun."""
    since: Instant | None = None
    evaluated_before: date | None = None
    """The end of supervision before which everybody is asked how it went."""
    planned_at: Instant | None = None
    evaluations: dict[str, Instant] = Field(default_factory=dict)
    """By whom and when, never what they said."""
