"""Contacts with the person under supervision, and what is decided about those that they miss."""

from typing import Literal

from domain.events import Fact
from domain.vocabulary import Reference, Text


class ContactReported(Fact, name="supervision.contact"):
    """An appointment with the person took place, or they didn't come."""

    kept: bool
    condition: Reference | None = None
    """The condition under which the contact was due."""


class MissesConsidered(Fact, name="supervision.misses-considered"):
    """Somebody has looked at what the person has missed, and decided what comes of it."""

    decision: Literal["report-breach", "change-plan", "none"]
    rationale: Text
