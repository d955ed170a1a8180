"""What a case keeps of the records of its person."""

from domain.sections import Section
from domain.vocabulary import Instant


class Merger(Section):
    """A record that is known by another one's reference: both are of one person."""

    from_: str
    into: str


class Death(Section):
    """A death that was told; whether it is this case's person's goes by which records are of one person."""

    person: str | None = None
    """The record of which it was told; None where only the case is known."""
    at: Instant
