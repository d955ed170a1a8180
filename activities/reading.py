"""The read side: what operators and other systems may see of the cases."""

from collections.abc import Sequence
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field

from activities.bounds import Bounds
from activities.lessons import LessonFilters, LessonPage
from domain.events import Envelope
from domain.vocabulary import Member, Phase, Reference

MOST_CASES = 100
"""Cases on one page of a list."""

View = dict[str, Any]
"""A case view of the contract, whole or in short, as JSON."""


class CaseFilters(BaseModel):
    """Which cases a list shows; what is None doesn't filter."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    phase: Phase | None = None
    jurisdiction: Reference | None = None
    manager: Member | None = None
    overdue: bool | None = Field(default=None, description="whether an obligation is open after its due date")


class CasePage(BaseModel):
    """Cases in the order of their references; ``next`` is the token of the page after this one."""

    model_config = ConfigDict(frozen=True)
    cases: tuple[View, ...]
    next: str | None = None


class CaseReader(Protocol):
    """Every method raises ``StoreUnavailable`` while the store is away."""

    async def view(self, case: str) -> View | None:
        """The case view; None until the case has been opened."""
        ...

    async def list(self, filters: CaseFilters, token: str | None, bounds: Bounds = None) -> CasePage:
        """Those that the filters and the bounds leave."""
        ...

    async def served_in(self, case: str) -> str | None:
        """The jurisdiction that serves the case now; None until it has been opened."""
        ...

    async def events(self, case: str) -> Sequence[View] | None:
        """The case's ledger over all its streams, in recorded order; None until the case has been opened."""
        ...

    async def recorded(self, case: str) -> Sequence[Envelope] | None:
        """The same as envelopes, for those who fold it; None until the case has been opened."""
        ...

    async def notices(self, case: str) -> Sequence[View] | None:
        """What its members were told, in recorded order; None until the case has been opened."""
        ...

    async def lessons(self, filters: LessonFilters, token: str | None, bounds: Bounds = None) -> LessonPage:
        """What all cases have taught, without the cases."""
        ...

    async def answers(self) -> None:
        """Returns when the store can be read."""
        ...
