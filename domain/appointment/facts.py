"""How the network comes to its case manager."""

from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from domain.events import Fact
from domain.fields import Day, contradiction
from domain.vocabulary import Member, Text

Vote = Literal["for", "against", "abstain"]


class ManagerNominated(Fact, name="appointment.nominated"):
    """A member is put forward as case manager."""

    nominee: Member
    rationale: Text


class NominationWithdrawn(Fact, name="appointment.nomination-withdrawn"):
    """A nominee doesn't stand any more: who has voted on them votes anew."""

    nominee: Member
    reason: Text


class VoteCast(Fact, name="appointment.vote-cast"):
    """A permanent member votes on a nominee; the last vote of a role counts."""

    member: Member
    nominee: Member
    vote: Vote
    rationale: Text | None = None


class ManagerBecameUnavailable(Fact, name="appointment.manager-unavailable"):
    """The case manager can't act: for a time, or for good where ``until`` is absent."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)
    from_: Day = Field(alias="from")
    until: Day | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until < self.from_:
            raise contradiction("until", f"lies before from, {self.from_}", self.until)
        return self


class CaseHandedOver(Fact, name="appointment.case-handed-over"):
    """The outgoing manager, or the case holder in their place, has handed the case over to the new one."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)
    from_: Member = Field(alias="from")
    to: Member
