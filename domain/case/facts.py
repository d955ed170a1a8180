"""What is said about the case itself, or about an earlier fact of it."""

from domain.events import Fact
from domain.fields import EventName
from domain.vocabulary import Reference, Text


class CaseMerged(Fact, name="case.merged"):
    """The case goes on under another reference."""

    into: Reference


class CaseTransferred(Fact, name="case.transferred"):
    """Another area is responsible from now on."""

    jurisdiction: Reference
    office: Reference | None = None
    out: bool | None = None
    """To a service outside: the case ends here."""


class FactWithdrawn(Fact, name="fact.withdrawn"):
    """An earlier fact was wrong: a false death, a mistaken report."""

    source: EventName
    id: EventName
    reason: Text

    @property
    def cause(self) -> str:
        """The event that it withdraws, as the ledger names causes."""
        return f"{self.source}#{self.id}"
