"""The inbox: facts durably stored before they are acknowledged, delivered to their case in order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.bounds import Bounds
from domain.agencies.news import DirectoryChange
from domain.inbox import DeliveredFact, InboundFact

READ_FACTS = "read_facts"
MOST_FACTS = 100
"""Facts in one delivery or one reading."""


Inbound = InboundFact | DirectoryChange
"""What an event of an agency's system is: a fact about a case, or a change of the agency directory."""


class Accepted(BaseModel):
    """What became of a batch: newly stored, and known already by ``source`` and ``id``."""

    model_config = ConfigDict(frozen=True)
    accepted: int
    duplicates: int


class FactsAfter(BaseModel):
    """Asks for the facts of a case with a number above ``after``; or for exactly ``numbers``, or ``event``."""

    model_config = ConfigDict(frozen=True)
    case: str
    after: int = 0
    numbers: tuple[int, ...] | None = None
    event: tuple[str, str] | None = None
    """Source and id."""


class FactsRead(BaseModel):
    model_config = ConfigDict(frozen=True)
    facts: tuple[DeliveredFact, ...]
    """Ascending by number, at most ``MOST_FACTS``."""


class Inbox(Protocol):
    async def accept(self, told: Sequence[Inbound], received_at: datetime, bounds: Bounds = None) -> Accepted:
        """Store a batch in one transaction, all or nothing; numbers come from the locked case rows.

        A fact about a *person* (``person.died`` …) becomes one row for each of that person's cases. What is told
        about an agency goes into the directory and into no inbox.

        Raises ``OutOfBounds`` where anything new of it is about a case or an agency beyond ``bounds``. What is told
        of a case that nobody knows yet is kept, and withheld from it should it turn out to lie beyond them.
        """
        ...

    async def read(self, asked: FactsAfter) -> FactsRead: ...


class InboxActivities:
    """Lets a case read facts again that it holds only by number, or that a reset has lost."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    @activity.defn(name=READ_FACTS)
    async def read_facts(self, asked: FactsAfter) -> FactsRead:
        return await self._inbox.read(asked)
