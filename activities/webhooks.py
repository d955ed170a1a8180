"""Telling other systems: what is due goes to each endpoint, in the order of its case, and none waits for another.

Delivery is at least once: an event is marked only after the endpoint has taken it. Between the two a process may die,
and then it goes out again under the same id.
"""

import asyncio

import structlog
from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.cloud_event import cloud_event
from activities.endpoints import Endpoints, reaching_out
from activities.event_outbox import EventOutbox, Round, Waiting
from activities.looking import keep_looking
from activities.sealing import Sealing
from domain.subscriptions.delivery import Answer, Away, Taken
from domain.subscriptions.trouble import InTrouble

_log = structlog.get_logger()
SEND_EVENTS = "send_events"
ENDPOINTS_AT_ONCE = 32
"""That many may hang, for seconds and until they are left alone, before another one has to wait."""

SECONDS_TO_FINISH = 3.0


class EventsSent(BaseModel):
    """What came of the events while one activity ran."""

    model_config = ConfigDict(frozen=True)
    taken: int = 0
    not_taken: int = 0
    """Attempts, each of which is made again."""
    in_trouble: tuple[InTrouble, ...] = ()
    """When it was last looked: a run that is over tells how it ended."""


def _answer(outcome: Answer | BaseException) -> Answer:
    """A fault of ours with one endpoint is told in the log, and leaves this endpoint alone: it ends no other's."""
    if not isinstance(outcome, BaseException):
        return outcome
    if not isinstance(outcome, Exception):
        raise outcome
    _log.error("event not posted", exc_info=outcome)
    return Away(type(outcome).__name__)


class WebhookActivities:
    def __init__(self, outbox: EventOutbox, source: str, sealing: Sealing) -> None:
        """``source``: as whom this deployment speaks."""
        self._outbox = outbox
        self._source = source
        self._sealing = sealing

    @activity.defn(name=SEND_EVENTS)
    async def send_events(self) -> EventsSent:
        """Whatever is due, and whatever becomes due."""
        async with reaching_out(self._sealing) as endpoints:
            sending = Sending(self._outbox, endpoints, self._source)
            try:
                await keep_looking(sending.look, lambda: sending.sent)
            finally:
                await sending.finish()
        return sending.sent


class Sending:
    """Each endpoint is served by a task of its own, round by round."""

    def __init__(self, outbox: EventOutbox, endpoints: Endpoints, source: str) -> None:
        self._outbox = outbox
        self._endpoints = endpoints
        self._source = source
        self.served: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.sent = EventsSent()

    async def look(self) -> bool:
        """Begins to serve those for whom something is due. Raises what came in the way of serving them."""
        for task in [each for each in self.served if each.done()]:
            self.served.remove(task)
            task.result()
        for subscription in await self._outbox.claim(ENDPOINTS_AT_ONCE - len(self.served)):
            self.served.add(asyncio.create_task(self._serve(subscription)))
        self._tell(in_trouble=tuple(await self._outbox.in_trouble()))
        return True

    async def finish(self) -> None:
        """Waits a little for the rounds that are under way: that spares sending them again."""
        self._stopping = True
        if self.served:
            _, late = await asyncio.wait(self.served, timeout=SECONDS_TO_FINISH)
            for task in late:
                task.cancel()
            await asyncio.gather(*self.served, return_exceptions=True)

    async def _serve(self, subscription: str) -> None:
        try:
            while not self._stopping and (due := await self._outbox.next_round(subscription)) is not None:
                posting = (self._post(due, each) for each in due.events)
                answers = [_answer(each) for each in await asyncio.gather(*posting, return_exceptions=True)]
                self._count(answers)
                await self._outbox.settle(subscription, list(zip(due.events, answers, strict=True)))
        finally:
            await self._outbox.release(subscription)

    async def _post(self, due: Round, waiting: Waiting) -> Answer:
        event = cloud_event(waiting.recorded, waiting.position, self._source)
        return await self._endpoints.post(due.endpoint, event)

    def _count(self, answers: list[Answer]) -> None:
        taken = sum(isinstance(each, Taken) for each in answers)
        self._tell(taken=self.sent.taken + taken, not_taken=self.sent.not_taken + len(answers) - taken)

    def _tell(self, **now: object) -> None:
        self.sent = self.sent.model_copy(update=now)
