"""What is said of a meeting that was held."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.events import Fact
from domain.fields import Members, SomeMembers, Texts, contradiction
from domain.vocabulary import AbsenceReason, Member

MINUTES_OF_A_WEEK = 7 * 24 * 60


class MeetingHeld(Fact, name="meeting.held"):
    """Members of the network met."""

    attendees: SomeMembers
    absentees: Members = ()
    absence_reasons: dict[Member, AbsenceReason] = Field(default_factory=dict)
    """Why, where it is known, for those who weren't there."""
    decisions: Texts = ()
    minutes_spent: Annotated[int, Field(ge=0, le=MINUTES_OF_A_WEEK)] | None = None
    informal: bool | None = None

    @model_validator(mode="after")
    def _was_there_or_wasnt(self) -> Self:
        for member in self.absentees:
            if member in self.attendees:
                raise contradiction("absentees", f"{member} is among the attendees")
        return self

    @model_validator(mode="after")
    def _excuses_who_is_absent(self) -> Self:
        for member in self.absence_reasons:
            if member not in self.absentees:
                raise contradiction("absence_reasons", f"{member} isn't among the absentees")
        return self
