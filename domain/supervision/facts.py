"""Contacts with the person under supervision."""

from domain.events import Fact
from domain.vocabulary import Reference


class ContactReported(Fact, name="supervision.contact"):
    """An appointment with the person took place, or they didn't come."""

    kept: bool
    condition: Reference | None = None
    """The condition under which the contact was due."""
