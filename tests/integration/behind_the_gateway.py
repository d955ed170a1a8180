"""What stands behind the gateway in its tests: the real inbox, looked at from behind, and a read side of one case."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import asyncpg

from activities.agencies import AgencyFilters, AgencyPage, Imported
from activities.bounds import Bounds
from activities.inbox import Accepted, FactsAfter, FactsRead, Inbound
from activities.lessons import LessonFilters, LessonPage
from activities.postgres.agencies import PostgresDirectory
from activities.postgres.inbox import PostgresInbox
from activities.reading import CaseFilters, CasePage, View
from domain.agencies.agency import Agency
from domain.agencies.news import DirectoryChange
from domain.events import Envelope
from domain.inbox import InboundFact
from tests.conftest import fresh_database
from tests.unit.reported_case import reported_case
from workers.dev.postgres import EmbeddedPostgres
from workers.wiring import policy_of

TOKEN = "0123456789abcdef"
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


class Row(NamedTuple):
    """A fact as the inbox keeps it."""

    case: str
    id: str
    type: str
    occurred_at: datetime
    data: dict[str, Any]


class Intake:
    """The inbox in PostgreSQL, one for many tests: each empties it first."""

    def __init__(
        self, inbox: PostgresInbox, directory: PostgresDirectory, owner: "asyncpg.Connection[asyncpg.Record]"
    ) -> None:
        self.inbox = inbox
        self.directory = directory
        self._owner = owner

    async def empty(self) -> None:
        await self._owner.execute("delete from inbox; delete from case_file; delete from agency")

    async def stored(self) -> list[Row]:
        """Everything, in the order of its arrival."""
        rows = await self._owner.fetch(
            "select case_ref, event_id, type, occurred_at, data from inbox order by stored_at"
        )
        return [Row(*row) for row in rows]

    async def is_untouched(self) -> bool:
        """Not so much as the reference of a case was kept."""
        kept = await self._owner.fetchval("select count(*) from case_file")
        return kept == 0 and await self.stored() == []


@asynccontextmanager
async def opened_intake(postgres: EmbeddedPostgres) -> AsyncIterator[Intake]:
    async with fresh_database(postgres) as database:
        owner = await asyncpg.connect(database.owner_dsn)
        await owner.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")
        yield Intake(PostgresInbox(database.pool, policy_of), PostgresDirectory(database.pool), owner)
        await owner.close()


@dataclass
class RecordedInbox:
    """Keeps what it is given, for tests of those who send."""

    stored: list[InboundFact] = field(default_factory=list)

    async def accept(
        self,
        told: Sequence[Inbound],
        received_at: datetime,  # noqa: ARG002
        bounds: Bounds = None,  # noqa: ARG002
    ) -> Accepted:
        facts = [each for each in told if isinstance(each, InboundFact)]
        known = {(fact.source, fact.id) for fact in self.stored}
        new = [fact for fact in facts if (fact.source, fact.id) not in known]
        self.stored += new
        return Accepted(accepted=len(new), duplicates=len(facts) - len(new))

    async def read(self, asked: FactsAfter) -> FactsRead:
        raise NotImplementedError(asked)


A_CALL: View = {
    "to": "police:north",
    "kind": "meeting-called",
    "subject": "Network meeting, case C-1",
    "at": "2026-11-02T09:30:00Z",
    "position": 7,
    "calendar": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
}


class NoDirectory:
    """A directory of nobody."""

    async def bring_in(
        self, changes: Sequence[DirectoryChange], received_at: datetime, bounds: Bounds = None
    ) -> Imported:
        raise NotImplementedError(changes, received_at, bounds)

    async def listed(
        self,
        filters: AgencyFilters,  # noqa: ARG002
        token: str | None,  # noqa: ARG002
        bounds: Bounds = None,  # noqa: ARG002
    ) -> AgencyPage:
        return AgencyPage(agencies=())

    async def in_jurisdiction(self, jurisdiction: str) -> Sequence[Agency]:  # noqa: ARG002
        return []

    async def named(self, members: Sequence[str]) -> Sequence[Agency]:  # noqa: ARG002
        return []


class OneCase:
    """A read side that knows the case C-1."""

    async def view(self, case: str) -> View | None:
        reports = [{"day": "2027-05-31", "owed": False}, {"day": "2027-08-30", "owed": True}]
        view = {"case": case, "phase": "preparation", "court_reports": reports}
        return view if case == "C-1" else None

    async def list(self, filters: CaseFilters, token: str | None, bounds: Bounds = None) -> CasePage:
        shown = (
            filters.phase in (None, "preparation") and token is None and (bounds is None or "eu" in bounds)
        )
        return CasePage(cases=({"case": "C-1"},) if shown else ())

    async def served_in(self, case: str) -> str | None:
        return "eu" if case == "C-1" else None

    async def events(self, case: str) -> Sequence[View] | None:
        return [{"version": 1}] if case == "C-1" else None

    async def recorded(self, case: str) -> Sequence[Envelope] | None:
        return reported_case().envelopes if case == "C-1" else None

    async def notices(self, case: str) -> Sequence[View] | None:
        return [A_CALL] if case == "C-1" else None

    async def lessons(
        self,
        filters: LessonFilters,  # noqa: ARG002
        token: str | None,  # noqa: ARG002
        bounds: Bounds = None,  # noqa: ARG002
    ) -> LessonPage:
        return LessonPage(lessons=())

    async def answers(self) -> None:
        """It is never away."""
