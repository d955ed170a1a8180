"""What prison hands over and has found, and what is missing before the release."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.sections import Section
from domain.vocabulary import HandoverItem, Instant, PrisonFactor


class Refusal(Section):
    """That an item isn't given, and on what ground. The reason's own words are content: the ledger has them."""

    ground: str | None = None
    legal_basis: str | None = None
    """Which law stands behind it, as a short reference: of what was said, the first line, 200 characters at most."""


class Handing(Section):
    """One time that an item was handed over, and when that was acknowledged."""

    supplied_at: Instant
    acknowledged_at: Instant | None = None


class Item(Section):
    """One thing that prison hands over, and where it stands."""

    item: HandoverItem
    state: Literal["requested", "supplied", "acknowledged", "refused"] = "requested"
    by: str | None = None
    requested_at: Instant | None = None
    supplied_at: Instant | None = None
    acknowledged_at: Instant | None = None
    refused_at: Instant | None = None
    since: Instant | None = None
    """When the newest word on it occurred: that it was asked for anew, supplied or refused."""
    answered_at: Instant | None = None
    """When it was first supplied or refused since it was asked for last."""
    asked_anew: bool = False
    earlier: tuple[Handing, ...] = ()
    """The times that it was handed over before the newest one, in the order in which they occurred; the last few."""
    acknowledged_before: int = 0
    """How many acknowledged ones there were before those."""
    refusal: Refusal | None = None
    nature: Literal["fact", "opinion"] | None = None
    classification: Literal["open", "confidential", "classified"] | None = None
    abstracted: bool | None = None
    holder: str | None = None
    """Who keeps the file that it comes from."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to supply or to acknowledge it."""
        return self.state in ("requested", "supplied")


class Handover(Section):
    state: Literal["open", "complete", "incomplete"] = "open"
    items: dict[HandoverItem, Item] = Field(default_factory=dict)


class SubFinding(Section):
    sub_item: str
    effect: Literal["stabilising", "destabilising"]


class FactorFinding(Section):
    """What is known of one factor of the prison: the newest finding replaces the one before (R4-R6)."""

    factor: PrisonFactor
    effect: Literal["stabilising", "destabilising"]
    findings: tuple[SubFinding, ...] = ()
    since: Instant | None = None


class LeaderWord(Section):
    """One finding about a charismatic extremist: whether they weigh on the person, and all that R7 asks is said."""

    at: Instant
    effect: Literal["stabilising", "destabilising"]
    is_addressed: bool = False


class LeaderFound(Section):
    """A charismatic extremist weighs on the person, and is to be assessed and addressed (R7)."""

    since: Instant
    addressed_at: Instant | None = None


class ReleaseCheck(Section):
    """What was found missing before the release on ``day``, and what the manager has decided about it."""

    day: date
    since: Instant
    named: tuple[str, ...] = ()
    decision: Literal["accept", "close"] | None = None
    decided_at: Instant | None = None
