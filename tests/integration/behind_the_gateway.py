"""What stands behind the gateway where it alone is tested: an inbox and a read side that can be away."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from activities.errors import StoreUnavailable
from activities.inbox import Accepted, FactsAfter, FactsRead
from activities.reading import CaseFilters, CasePage, View
from domain.inbox import InboundFact

TOKEN = "0123456789abcdef"
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


@dataclass
class RecordedInbox:
    """Keeps what it is given, as the real one does, and can be away."""

    stored: list[InboundFact] = field(default_factory=list)
    away: bool = False

    async def accept(self, facts: Sequence[InboundFact], received_at: datetime) -> Accepted:  # noqa: ARG002
        if self.away:
            raise StoreUnavailable
        known = {(fact.source, fact.id) for fact in self.stored}
        new = [fact for fact in facts if (fact.source, fact.id) not in known]
        self.stored += new
        return Accepted(accepted=len(new), duplicates=len(facts) - len(new))

    async def read(self, asked: FactsAfter) -> FactsRead:
        raise NotImplementedError(asked)


class OneCase:
    """A read side that knows the case C-1."""

    away = False

    async def view(self, case: str) -> View | None:
        return {"case": case, "phase": "preparation"} if case == "C-1" else None

    async def list(self, filters: CaseFilters, token: str | None) -> CasePage:
        shown = filters.phase in (None, "preparation") and token is None
        return CasePage(cases=({"case": "C-1"},) if shown else ())

    async def events(self, case: str) -> Sequence[View] | None:
        return [{"version": 1}] if case == "C-1" else None

    async def answers(self) -> None:
        if self.away:
            raise StoreUnavailable
