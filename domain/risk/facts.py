"""Concerns: something that a member has seen and that can't wait for the next assessment."""

from domain.events import Fact
from domain.fields import SomeMembers
from domain.vocabulary import ConcernKind, Member, Reference, Text, Urgency


class ConcernRaised(Fact, name="risk.concern-raised"):
    """A member is worried, about the person or for them."""

    concern: Reference
    kind: ConcernKind
    urgency: Urgency
    description: Text


class ConcernAcknowledged(Fact, name="risk.concern-acknowledged"):
    """A member has read the concern and has it in mind."""

    concern: Reference
    member: Member


class ConcernReviewed(Fact, name="risk.concern-reviewed"):
    """Members have looked at the concern together."""

    concern: Reference
    members: SomeMembers
    rationale: Text
