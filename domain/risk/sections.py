"""The concerns that were raised."""

from typing import Literal

from pydantic import Field

from domain.sections import Section
from domain.vocabulary import ConcernKind, Instant, Urgency


class Addressee(Section):
    """A member who is told of a concern, and the place in the case for which they are: ``manager``, or a role."""

    place: str
    member: str


class Concern(Section):
    concern: str
    kind: ConcernKind
    urgency: Urgency
    state: Literal["raised", "acknowledged", "reviewed"] = "raised"
    raised_at: Instant
    raised_by: str | None = None
    acknowledged: dict[str, Instant] = Field(default_factory=dict)
    reviewed_at: Instant | None = None
    reviewed_by: tuple[str, ...] = ()
    addressed: tuple[Addressee, ...] = ()

    @property
    def heard(self) -> tuple[tuple[str, Instant], ...]:
        """Who has acknowledged it, or looked at it together with others, and when."""
        reviewed = ((member, self.reviewed_at) for member in self.reviewed_by if self.reviewed_at is not None)
        return (*self.acknowledged.items(), *reviewed)
