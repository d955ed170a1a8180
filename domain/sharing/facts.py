"""Disclosures between members, and what the person is told of them."""

from typing import Literal

from pydantic import ConfigDict, Field

from domain.events import Fact
from domain.fields import Day
from domain.vocabulary import Member, Reference, Text

Purpose = Literal["avert-crime", "reintegration"]
SharingDecision = Literal["allowed", "refused"]


class DisclosureRequested(Fact, name="sharing.requested"):
    """A member asks that something be passed from one member to another."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)
    disclosure: Reference
    item: Reference
    from_: Member = Field(alias="from")
    to: Member
    purpose: Purpose
    legal_basis: Text
    abstracted: bool | None = None


class _DisclosureJudged(Fact):
    disclosure: Reference
    decision: SharingDecision
    rationale: Text


class DisclosureDecided(_DisclosureJudged, name="sharing.decided"):
    """Whoever holds the information has decided whether it may be passed on."""


class LegalOpinionGiven(_DisclosureJudged, name="sharing.legal-opinion"):
    """Whoever advises in law has said whether it may be passed on."""


class PersonInformed(Fact, name="person.informed"):
    """The person was told of a disclosure; with ``outset``, of the programme and of who shares what; with
    ``contact``, who their point of contact is."""

    disclosure: Reference


class InformingDelayed(Fact, name="person.informing-delayed"):
    """The person isn't told yet, on a ground that is looked at again on a day."""

    disclosure: Reference
    ground: Text
    review_on: Day
