"""What is handed over, by whom, and what its receiver says."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from domain.events import Fact
from domain.fields import contradiction, named_twice
from domain.handover.factors import SUB_ITEMS, SubItem
from domain.vocabulary import HandoverItem, Member, PrisonFactor, Reference, Text, Word

Nature = Literal["fact", "opinion"]
Classification = Literal["open", "confidential", "classified"]
Effect = Literal["stabilising", "destabilising"]


RefusalGround = Literal[
    "professional-secrecy", "no-consent", "classified", "inquiry", "does-not-exist", "other"
]
"""What kind of reason an item is refused for; the reason itself is content."""


class SubItemEffect(BaseModel):
    """How one part of a factor weighs on what comes after (R6)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sub_item: SubItem
    effect: Effect


class FactorEffect(BaseModel):
    """How one factor of the prison weighs on what comes after (R4)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    factor: PrisonFactor
    effect: Effect
    findings: tuple[SubItemEffect, ...] = ()

    @model_validator(mode="after")
    def _each_sub_item_is_its_own(self) -> Self:
        known = SUB_ITEMS[self.factor]
        named = [each.sub_item for each in self.findings]
        strange = next((each for each in named if each not in known), None)
        if strange is not None:
            raise contradiction("findings", f"{strange} is no part of {self.factor}: {', '.join(known)} are")
        if twice := named_twice(named):
            raise contradiction(
                "findings", f"each part of a factor may be named only once, {twice} is named again"
            )
        return self


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
    def _each_factor_once(self) -> Self:
        named = [each.factor for each in self.factors]
        if twice := named_twice(named):
            raise contradiction("factors", f"each factor may be named only once, {twice} is named again")
        return self

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
    """The item isn't given, with the reason and, where there is one, the law behind it.

    ``legal_basis`` is a short reference to a law: no more of it is kept and shown than its first line.
    """

    item: HandoverItem
    by: Member
    reason: Text
    ground: RefusalGround | None = None
    legal_basis: Text | None = None


class GapsDecided(Fact, name="release.gaps-decided"):
    """The case manager has decided about what the release check found missing (R16).

    ``accept``: the person leaves with it missing; ``close``: it is still to be brought.
    """

    decision: Literal["accept", "close"]
    rationale: Text
    by: Member
