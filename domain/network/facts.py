"""What agencies say about the network around the case."""

from typing import Literal, Self

from pydantic import ValidationInfo, model_validator

from domain.events import Fact
from domain.fields import Day, Texts, contradiction
from domain.vocabulary import Activity, AgreementName, Coordination, Member, Reference, Text, Word

Answer = Literal["accepted", "declined", "withdrawn"]


class MemberProposed(Fact, name="network.member-proposed"):
    """Somebody is proposed for the network, often because of an activity of the plan."""

    member: Member
    activity: Activity | None = None
    reason: Text | None = None


class MemberAnswered(Fact, name="network.member-answered"):
    """An invited member accepts or declines, or withdraws later."""

    member: Member
    answer: Answer
    reason: Text | None = None


class AgreementSigned(Fact, name="network.agreement-signed"):
    """A member signed the sharing agreement and the code of conduct: they may receive something now."""

    member: Member
    agreement: Reference
    code_version: Word
    until: Day | None = None
    expectations: Texts = ()
    """What the member expects of the network, and it of them."""
    names: tuple[AgreementName, ...] = ()
    """What the agreement names of all that it has to; what is missing is shown, and no reason to refuse it."""


class CoordinationSet(Fact, name="network.coordination-set"):
    """How the network decides: together, or by one authority."""

    mode: Coordination
    authority: Member | None = None

    @model_validator(mode="after")
    def _equals_have_no_authority(self, info: ValidationInfo) -> Self:
        # Only at the door, where facts are JSON: one that was taken before this was asked is still to be read.
        if info.mode == "json" and self.mode == "horizontal" and self.authority is not None:
            raise contradiction(
                "authority", "named, but mode is horizontal: nobody has authority among equals"
            )
        return self
