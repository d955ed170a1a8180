"""Opening cases and delivering facts: one signal-with-start, for the watch and for the relay alike."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from pydantic import BaseModel, ConfigDict
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.delivery import Brought, Outgoing, bring_next
from activities.engine import Engine
from activities.errors import ActivityError, EngineAway, FactsRefused
from activities.policies import ShippedPolicies
from domain.addresses import DELIVER, TASK_QUEUE, TRANSITION_CASE, case_id
from domain.briefing.desk_notes import CASE_NOTES
from domain.clock import CaseClock
from domain.inbox import DeliveredFact
from domain.policy import Policy, SharedPolicy

MOST_OF_AN_ANSWER = 200
_ANSWERS_WITHIN = timedelta(seconds=10)

MOST_OPENING = 4
"""Cases that are being opened at a time. More open no faster: they wait for the workers, and all others behind them."""
OPENING_TAKES = timedelta(minutes=1)
"""At most, by the clock on the wall; after that a case no longer takes up a place."""


class CaseStart(BaseModel):
    """All that a case is given to begin with; everything else comes as facts, from number 1."""

    model_config = ConfigDict(frozen=True)
    case: str
    policy: SharedPolicy
    clock: CaseClock


class Delivery(BaseModel):
    """Facts from the inbox, ascending by number; some may have been delivered before."""

    model_config = ConfigDict(frozen=True)
    facts: tuple[DeliveredFact, ...]


class Enrolled(BaseModel):
    """What the register knows of a case whose release, or community sentence, was announced."""

    model_config = ConfigDict(frozen=True)
    policy: str | None
    """That it was opened with; before, the one that somebody has asked for."""
    jurisdiction: str | None
    opens_on: date | None
    opened_at: datetime | None

    def is_due(self, today: date) -> bool:
        """Whether the case is to be open; once opened it stays so."""
        return self.opened_at is not None or (self.opens_on is not None and self.opens_on <= today)


class Register(Protocol):
    """What opening needs of the release register."""

    async def enrolled(self, case: str) -> Enrolled | None: ...

    async def opening(self, since: datetime) -> int:
        """How many cases were opened since then, and have nothing in their ledger yet."""
        ...

    async def mark_opened(self, case: str, at: datetime, policy: str) -> None:
        """Set once; later calls change nothing."""
        ...


class CaseOpening:
    """Opens cases and brings them their facts.

    A case that has closed is started again by a fact, and goes on from its ledger.
    """

    def __init__(
        self,
        client: Client,
        register: Register,
        outgoing: Outgoing,
        policy_of: ShippedPolicies,
        clock: CaseClock,
        now: Callable[[], datetime],
        most_opening: int = MOST_OPENING,
    ) -> None:
        """``now`` is case time."""
        self._most_opening = most_opening
        self._client = client
        self._engine = Engine(client)
        self._register = register
        self._outgoing = outgoing
        self._policy_of = policy_of
        self._clock = clock
        self._now = now

    async def open_case(self, case: str) -> bool:
        """Starts a case that was never opened, with its first facts; false where somebody was faster."""
        enrolled = await self._register.enrolled(case)
        if enrolled is None or enrolled.opened_at is not None:
            return False
        return await self._deliver(case, enrolled) != "nothing"

    async def deliver(self, case: str) -> Brought:
        """Brings a case its next facts; nothing, where it isn't to be open yet, or others are being opened."""
        enrolled = await self._register.enrolled(case)
        if enrolled is None or not enrolled.is_due(self._now().date()):
            return "nothing"
        if enrolled.opened_at is None and not await self.has_room():
            return "nothing"
        return await self._deliver(case, enrolled)

    async def has_room(self) -> bool:
        """Whether another case may be opened now. They are opened as fast as the workers take them, and no faster."""
        since = self._now() - self._clock.case_delay(OPENING_TAKES)
        return await self._register.opening(since) < self._most_opening

    async def running_among(self, cases: Sequence[str]) -> set[str]:
        """Those of these cases that have a workflow, as Temporal lists them: a moment old."""
        addresses = {case_id(case): case for case in cases}
        return {addresses[each] for each in await self._engine.running_among(addresses)}

    async def restart(self, case: str) -> bool:
        """Starts a case again that has lost its workflow: it goes on from its ledger. False where it was closed."""
        enrolled = await self._register.enrolled(case)
        if enrolled is None or enrolled.opened_at is None:
            return False
        await self._start(case, self._policy_of(enrolled.policy))
        return True

    async def _deliver(self, case: str, enrolled: Enrolled) -> Brought:
        # Decided on the day of the opening, by what is in force then, and pinned.
        policy = self._policy_of(enrolled.policy, enrolled.jurisdiction, self._now().date())

        async def send(facts: tuple[DeliveredFact, ...]) -> None:
            await self._start(case, policy, Delivery(facts=facts))
            if enrolled.opened_at is None:
                await self._register.mark_opened(case, self._now(), policy.reference)

        return await bring_next(self._outgoing, case, send)

    async def _start(self, case: str, policy: Policy, signal: Delivery | None = None) -> None:
        try:
            await self._client.start_workflow(
                TRANSITION_CASE,
                CaseStart(case=case, policy=policy, clock=self._clock),
                id=case_id(case),
                task_queue=TASK_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                start_signal=DELIVER if signal else None,
                start_signal_args=[signal] if signal else [],
                static_summary=f"case {case}",
                static_details=CASE_NOTES,
                rpc_timeout=_ANSWERS_WITHIN,
            )
        except RPCError as exc:
            raise translated(exc) from exc
        except RuntimeError as exc:  # so says a client that has never been connected
            raise EngineAway("Temporal can't be reached") from exc


def translated(exc: RPCError) -> ActivityError:
    """One answer alone speaks of what was sent; all others speak of who should have taken it."""
    if exc.status == RPCStatusCode.INVALID_ARGUMENT:
        return FactsRefused(exc.message[:MOST_OF_AN_ANSWER])
    return EngineAway(f"Temporal answers {exc.status.name}")
