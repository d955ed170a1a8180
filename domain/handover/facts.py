"""What is handed over, by whom, and what its receiver says."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from domain.events import Fact
from domain.fields import contradiction
from domain.vocabulary import HandoverItem, Member, PrisonFactor, Reference, Text, Word

Nature = Literal["fact", "opinion"]
Classification = Literal["open", "confidential", "classified"]
Effect = Literal["stabilising", "destabilising"]


class FactorEffect(BaseModel):
    """How one factor of the prison weighs on what comes after (R4)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    factor: PrisonFactor
    effect: Effect


class ItemRequested(Fact, name="handover.item-requested"):
    """An item is asked for again: after a refusal, or because a newer one is needed."""

    item: HandoverItem
    reason: Text


class ItemSupplied(Fact, name="handover.item-supplied"):
    """An item was handed over: the thing itself, a summary of it, or where it is held."""

    item: HandoverItem
    by: Member
    nature: Nature | None = None
    classification: Classification | None = None
    abstracted: bool | None = None
    """The summary was made so that it gives away no source and no method (R65)."""
    holder: Reference | None = None
    reference: Word | None = None
    summary: Text | None = None
    factors: tuple[FactorEffect, ...] = ()

    @model_validator(mode="after")
    def _nothing_classified_in_clear(self) -> Self:
        if self.classification == "classified" and self.summary is not None and self.abstracted is not True:
            raise contradiction("summary", "of something classified only with abstracted: true")
        return self


class ItemAcknowledged(Fact, name="handover.item-acknowledged"):
    """The receiver has the item and has understood it."""

    item: HandoverItem
    by: Member


class ItemRefused(Fact, name="handover.item-refused"):
    """The item isn't given, with the reason and, where there is one, the law behind it."""

    item: HandoverItem
    by: Member
    reason: Text
    legal_basis: Text | None = None
