"""How the support ends."""

from datetime import date

from pydantic import Field

from domain.sections import Section
from domain.vocabulary import Activity, Instant


class Closing(Section):
    """The planned end of support."""

    end: date | None = None
    """The end of supervision towards which the closing has begun."""
    since: Instant | None = None
    evaluated_before: date | None = None
    """The end of supervision before which everybody is asked how it went."""
    asked_at: Instant | None = None
    """When they were asked."""
    evaluate_by: Instant | None = None
    """By when they are to say it, where that isn't the end: they could be asked only after it."""
    planned_at: Instant | None = None
    members: tuple[str, ...] = ()
    """Who has agreed on the newest plan."""
    relies_on: int = 0
    """How many things the person will rely on, never which: that is content."""
    relies_on_roles: tuple[str, ...] = ()
    goes_on: dict[Activity, str] = Field(default_factory=dict)
    """By activity: the role that sees to it when support has ended."""
    evaluations: dict[str, Instant] = Field(default_factory=dict)
    """By whom and when, never what they said."""
    lessons: int = 0
    """How many were kept."""
    withheld: int = 0
    """How many weren't, because they name somebody of the case."""
    told: dict[str, Instant] = Field(default_factory=dict)
    """When each who had said how it went was told what came of it."""
    explained_at: Instant | None = None
    """When the person was told what came of it."""
