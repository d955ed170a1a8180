"""A whole service under skipped time: real workflows and activities, a real store; only the clock runs ahead."""

import asyncio
import sysconfig
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from activities.inbox import FactsAfter
from activities.lessons import LessonFilters, LessonShown
from activities.opening import CaseOpening
from activities.postgres.history import events
from activities.postgres.inbox import PostgresInbox
from activities.postgres.ledger import stream_events
from activities.postgres.lessons import read_lessons
from activities.postgres.pool import connected
from activities.postgres.register import PostgresRegister
from activities.postgres.verify import verify
from domain.addresses import SEARCH_ATTRIBUTES, STANDING, case_id
from domain.calendar import LocalCalendar
from domain.case.state import CaseState
from domain.case.view import CaseView, case_view
from domain.clock import CaseClock
from domain.events import Envelope
from domain.inbox import DeliveredFact, InboundFact
from domain.procedure import ProcedureState
from tests.conftest import Database
from tests.orchestration.clock import Clock
from workers.case_worker import worker_of
from workers.event_settings import EventSettings
from workers.mail_settings import MailSettings
from workers.wiring import Store, policy_of
from workflows.event_sourced import Standing

KINDS = {
    "Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "Int": IndexedValueType.INDEXED_VALUE_TYPE_INT,
    "Datetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
}
TEST_SERVER = Path(sysconfig.get_path("scripts")) / "temporal-test-server"
CASE = "C-1"
BRUSSELS = ZoneInfo("Europe/Brussels")
LOOKS = 4000
BETWEEN_LOOKS = 0.005
AT_A_TIME = timedelta(days=30)
"""The server answers a call within seconds, however much happens in the time that it skips."""


@asynccontextmanager
async def skipping_time() -> AsyncIterator[WorkflowEnvironment]:
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(TEST_SERVER), data_converter=pydantic_data_converter
    ) as environment:
        attributes = {name: KINDS[kind] for name, kind in SEARCH_ATTRIBUTES.items()}
        await environment.client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(search_attributes=attributes, namespace=environment.client.namespace)
        )
        yield environment


@dataclass
class World:
    """One case, and the agencies around it that say things at the time at which they happen."""

    environment: WorkflowEnvironment
    database: Database
    case: str = CASE
    _said: int = 0
    _numbered: int = 0

    def __post_init__(self) -> None:
        self._clock = Clock(self.environment, case_id(self.case))

    async def now(self) -> datetime:
        return await self.environment.get_current_time()

    async def today(self) -> date:
        """The local day of policy ``mates``: an hour or two before midnight it isn't that of UTC."""
        return (await self.now()).astimezone(BRUSSELS).date()

    async def say(self, name: str, data: dict[str, Any], *, id: str | None = None) -> None:  # noqa: A002
        """Sends a fact as the gateway and the relay would; it happens now, or at its ``at``."""
        now = await self.now()
        self._said += 1
        fact = InboundFact(
            source="/tests",
            id=id or f"{name}-{self._said}",
            type=f"throughcare.{name}.v1",
            case=self.case,
            time=None,
            data=data,
        )
        stored = await PostgresInbox(self.database.pool, policy_of).accept([fact], now)
        self._numbered += stored.accepted
        if await self.deliver():
            await self._heard()

    async def deliver(self) -> bool:
        """Brings the case what it hasn't been brought; false where it isn't to be open yet."""
        now = await self.now()
        register = PostgresRegister(self.database.pool)
        inbox = PostgresInbox(self.database.pool, policy_of)
        opening = CaseOpening(self.environment.client, register, inbox, policy_of, CaseClock(), lambda: now)
        delivered = False
        while await opening.deliver(self.case) != "nothing":
            delivered = True
        return delivered

    async def _heard(self) -> None:
        """Time must not be skipped before the case has taken what was brought: it would hear of it years later."""
        for _ in range(LOOKS):
            taken = await self.database.pool.fetchval(
                "select (state->>'last_fact')::int from stream where stream = $1 and state->>'phase' is not null",
                case_id(self.case),
            )
            if (taken or 0) >= self._numbered:
                return
            await asyncio.sleep(BETWEEN_LOOKS)
        raise AssertionError(f"fact {self._numbered} never reached the ledger")

    async def until(self, instant: datetime) -> None:
        """Lets time pass; on return everything due by then has been done."""
        while (left := instant - await self.now()) > timedelta():
            await self._clock.skip(min(left, AT_A_TIME))

    async def days(self, days: float) -> None:
        await self.until(await self.now() + timedelta(days=days))

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.environment.client.get_workflow_handle(case_id(self.case))

    async def standing(self, workflow: str | None = None) -> Standing:
        handle = self.environment.client.get_workflow_handle(workflow or case_id(self.case))
        standing: Standing = await handle.query(STANDING, result_type=Standing)
        return standing

    async def view(self) -> CaseView:
        stored = await PostgresRegister(self.database.pool).case_states(self.case)
        assert stored is not None, "the case isn't open"
        case = stored.states[case_id(self.case)]
        assert isinstance(case, CaseState)
        procedures = [each for each in stored.states.values() if isinstance(each, ProcedureState)]
        return case_view(case, procedures, await self.now(), stored.position)

    async def owed(self, kind: str, about: str = "") -> dict[str, Any]:
        """The one obligation of this kind, about this (a member, an item …) where there are several."""
        obligations = (await self.view()).obligations
        (found,) = [
            each for each in obligations if each["kind"] == kind and each["id"].endswith(about or each["id"])
        ]
        return found

    async def told(self, kind: str) -> list[dict[str, Any]]:
        """The data of all events of a type, in recorded order."""
        recorded = await self.events()
        return [each["data"] for each in recorded if each["type"] == f"throughcare.{kind}.v1"]

    async def calendar(self) -> LocalCalendar:
        calendar = (await self.view_state()).calendar
        assert calendar is not None
        return calendar

    async def view_state(self) -> CaseState:
        """The case as the ledger has folded it."""
        stored = await PostgresRegister(self.database.pool).case_states(self.case)
        assert stored is not None, "the case isn't open"
        case = stored.states[case_id(self.case)]
        assert isinstance(case, CaseState)
        return case

    async def envelopes(self, stream: str) -> list[Envelope]:
        async with connected(self.database.pool) as connection:
            return await stream_events(connection, stream)

    async def facts(self) -> tuple[DeliveredFact, ...]:
        read = await PostgresInbox(self.database.pool, policy_of).read(FactsAfter(case=self.case))
        return read.facts

    async def events(self) -> list[dict[str, Any]]:
        return await events(self.database.pool, self.case)

    async def lessons(self) -> tuple[LessonShown, ...]:
        return (await read_lessons(self.database.pool, LessonFilters(), None)).lessons

    async def ensure_verified(self) -> None:
        verified = await verify(self.database.pool, self.case)
        assert verified.green, verified.faults


@asynccontextmanager
async def world(environment: WorkflowEnvironment, database: Database) -> AsyncIterator[World]:
    """A worker of its own for each test: the store behind it is the test's."""
    store = Store(database.pool, CaseClock())
    async with worker_of(environment.client, store, MailSettings(), EventSettings()):
        yield World(environment, database)


def moment(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
