"""The concerns that were raised."""

from typing import Literal

from pydantic import Field

from domain.sections import Section
from domain.vocabulary import Instant, Urgency


class Concern(Section):
    concern: str
    kind: str
    urgency: Urgency
    state: Literal["raised", "acknowledged", "reviewed"] = "raised"
    raised_at: Instant
    raised_by: str | None = None
    acknowledged: dict[str, Instant] = Field(default_factory=dict)
    reviewed_at: Instant | None = None
