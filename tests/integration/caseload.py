"""Cases on a running stack: what is said of them, and what has to hold of them whatever was done to the stack."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter

from activities.postgres.ledger import stream_events
from activities.postgres.pool import Pool, connected, open_pool
from activities.postgres.verify import Verified, verify
from domain.addresses import STANDING, case_id
from domain.case.events import FactParked, PhaseEntered
from domain.streams import effective, fold_all
from tests.unit.examples import cloud_event
from workers.dev.endpoints import Endpoints
from workflows.event_sourced import Standing

SOURCE = "/agencies"
BETWEEN_LOOKS = 0.1
ANSWERS_WITHIN = 40.0
View = dict[str, Any]


class Caseload:
    """The agencies' side of a stack, and an operator's."""

    def __init__(self, http: httpx.AsyncClient, client: Client, pool: Pool) -> None:
        self.client = client
        self.accepted: dict[str, set[str]] = {}
        """The ids of the facts that were accepted, by case."""
        self._http = http
        self._pool = pool

    async def say(self, case: str, name: str, **data: object) -> None:
        """As an integration does: the same event again, until it is accepted."""
        event_id = str(uuid4())
        event = cloud_event(name) | {"id": event_id, "source": SOURCE, "subject": case, "data": data}
        event.pop("time", None)
        content_type = {"content-type": "application/cloudevents+json"}
        async with asyncio.timeout(ANSWERS_WITHIN):
            while True:
                try:
                    answer = await self._http.post("/events", json=event, headers=content_type)
                except httpx.TransportError:
                    await asyncio.sleep(BETWEEN_LOOKS)
                    continue
                if answer.status_code == httpx.codes.ACCEPTED:
                    break
                assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text
                await asyncio.sleep(BETWEEN_LOOKS)
        self.accepted.setdefault(case, set()).add(event_id)

    async def _chatter(self, case: str, pause: float, chance: random.Random, stop: asyncio.Event) -> None:
        while not stop.is_set():
            name, data = chance.choice(CHATTER)
            await self.say(case, name, **data)
            await asyncio.sleep(chance.uniform(0.2, 1.8) * pause)

    @asynccontextmanager
    async def chatter(self, *cases: str, pause: float, seed: int) -> AsyncIterator[None]:
        """Meanwhile facts come all the time, about things that don't change where a case ends."""
        stop = asyncio.Event()
        talking = [self._chatter(case, pause, random.Random(seed), stop) for case in cases]
        async with asyncio.TaskGroup() as group:
            for each in talking:
                group.create_task(each)
            yield
            stop.set()

    async def now(self) -> datetime:
        ready = await self._http.get("/health/ready")
        return datetime.fromisoformat(ready.json()["now"])

    async def day(self, days: int = 0) -> str:
        return ((await self.now()).date() + timedelta(days=days)).isoformat()

    async def view(self, case: str) -> View:
        answer = await self._http.get(f"/cases/{case}")
        return dict(answer.json()) if answer.status_code == httpx.codes.OK else {}

    async def phases(self, case: str) -> list[str]:
        """Those that it has entered, by its ledger."""
        events = (await self._http.get(f"/cases/{case}/events")).json()
        return [each["data"]["phase"] for each in events if each["type"] == PhaseEntered.TYPE]

    async def until_view(self, case: str, holds: Callable[[View], bool]) -> View:
        view: View = {}
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                while not (view and holds(view)):
                    await asyncio.sleep(BETWEEN_LOOKS)
                    view = await self.view(case)
        except TimeoutError:
            raise AssertionError(f"the case never came so far: {view}") from None
        return view

    def handle(self, stream: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(stream)

    async def standing(self, stream: str) -> Standing:
        standing: Standing = await self.handle(stream).query(STANDING, result_type=Standing)
        return standing

    async def running(self) -> set[str]:
        """The workflows of cases, by the engine's own list; it comes a moment late."""
        found = self.client.list_workflows("ExecutionStatus = 'Running' and WorkflowId STARTS_WITH 'case/'")
        return {each.id async for each in found}

    async def until_nothing_runs(self, case: str) -> None:
        running: list[str] = []
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                while running := [each for each in await self._streams(case) if await self._runs(each)]:  # noqa: ASYNC110
                    await asyncio.sleep(BETWEEN_LOOKS)
        except TimeoutError:
            raise AssertionError(f"still running: {running}") from None

    async def _streams(self, case: str) -> list[str]:
        events = (await self._http.get(f"/cases/{case}/events")).json()
        return sorted({each["stream"] for each in events})

    async def _runs(self, stream: str) -> bool:
        described = await self.client.get_workflow_handle(stream).describe()
        return described.status == WorkflowExecutionStatus.RUNNING

    async def ensure_standing(self, stream: str) -> None:
        """The fold of the ledger, and of what waits to be recorded, is what the workflow goes by."""
        standing = await self.standing(stream)
        async with connected(self._pool) as connection:
            stored = [
                each for each in await stream_events(connection, stream) if each.version <= standing.stored
            ]
        assert fold_all(stream, [*stored, *standing.queue]).model_dump(mode="json") == standing.state

    async def ensure_nothing_is_lost(self, case: str) -> Verified:
        """Of a case that has ended: each fact once, nothing owed to nobody, and a ledger that is what was written."""
        verified = await verify(self._pool, case)
        assert verified.green, verified.faults
        async with connected(self._pool) as connection:
            recorded = effective(await stream_events(connection, case_id(case)))
        settled = Counter(
            each.cause or "" for each in recorded if each.number and each.type != FactParked.TYPE
        )
        accepted = Counter(f"{SOURCE}#{event_id}" for event_id in self.accepted[case])
        missing, surplus = accepted - settled, settled - accepted
        assert not missing, f"accepted, and without effect: {missing}"
        assert not surplus, f"recorded more often than accepted: {surplus}"
        view = await self.view(case)
        assert [each for each in view["obligations"] if each["state"] == "open"] == []
        return verified

    async def ensure_no_workflow_failed(self) -> None:
        failed = self.client.list_workflows("ExecutionStatus in ('Failed', 'TimedOut', 'Canceled')")
        assert [each.id async for each in failed] == []


@asynccontextmanager
async def caseload(at: Endpoints) -> AsyncIterator[Caseload]:
    headers = {"authorization": f"Bearer {at.token}"}
    pool = await open_pool(at.database)
    client = await Client.connect(at.temporal, data_converter=pydantic_data_converter)
    async with httpx.AsyncClient(base_url=at.gateway, headers=headers) as http:
        yield Caseload(http, client, pool)
    await pool.close()


CHATTER: tuple[tuple[str, dict[str, object]], ...] = (
    ("supervision.contact", {"kept": True}),
    ("supervision.contact", {"kept": False}),
    ("meeting.held", {"attendees": ["police:eu", "probation:eu"], "minutes_spent": 40}),
    ("custody.transferred", {"establishment": "south"}),
    ("court.report-filed", {}),
    (
        "assessment.concluded",
        {"round": "current", "rationale": "-", "members": ["police:eu", "probation:eu"]},
    ),
    ("risk.concern-acknowledged", {"concern": "unheard-of", "member": "police:eu"}),
    ("network.member-proposed", {"member": "mentor:m7", "activity": "mentoring"}),
    ("network.member-answered", {"member": "mentor:m7", "answer": "declined"}),
)
"""Taken, refused and parked."""

ANSWERING = ("prison", "probation", "police", "social-services", "local-government")


async def open_case(load: Caseload, case: str) -> None:
    """A case that opens at once, with nearly all of its network, and is soon to be released."""
    await load.say(
        case,
        "custody.release-date",
        person=f"P-{case}",
        jurisdiction="eu",
        entry="sentence",
        kind="confirmed",
        release_date=await load.day(60),
        supervision_end=None,
        reported_level="high",
    )
    for role in ANSWERING:
        member = f"{role}:eu"
        await load.say(case, "network.member-answered", member=member, answer="accepted")
        await load.say(
            case,
            "network.agreement-signed",
            member=member,
            agreement=f"agreement-{role}",
            code_version="1",
        )


async def release_with_a_breach(load: Caseload, case: str) -> None:
    """From now on every kind of procedure has something to conduct, as long as nobody answers it."""
    await load.say(case, "custody.released", reason="released")
    await load.say(case, "court.condition-imposed", condition="c1", kind="conduct", text="Stays in town.")
    await load.say(
        case, "breach.reported", breach="b1", condition="c1", urgency="routine", description="Left."
    )


async def end_supervision(load: Caseload, case: str) -> None:
    """The follow-up begins with this day's end, and half a year later the case is completed."""
    await load.say(
        case,
        "custody.release-date",
        person=f"P-{case}",
        jurisdiction="eu",
        entry="sentence",
        kind="confirmed",
        release_date=await load.day(-1),
        supervision_end=await load.day(),
    )


def is_over(view: View) -> bool:
    return bool(view["phase"] == "closed")
