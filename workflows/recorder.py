"""The single writer of one stream: what a workflow emits is folded at once, and brought to the ledger in order.

Invariant: fold(ledger + queue) == state. State changes by ``emit`` alone.
"""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, FailureError

with workflow.unsafe.imports_passed_through():
    from activities.ledger import APPEND, LOAD, MOST_BYTES, MOST_EVENTS, Append, Appended, Load, Loaded
    from domain.addresses import case_of
    from domain.case.state import CaseState
    from domain.clock import CaseClock
    from domain.events import Envelope, Event, StreamRewound
    from domain.inbox import DeliveredFact
    from domain.procedure import ProcedureState
    from domain.streams import fold, state_from_json

State = TypeVar("State", CaseState, ProcedureState)
T = TypeVar("T")

PATIENT = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=10))
"""While PostgreSQL is away we try for ever, at most ten seconds apart."""
ATTEMPT = timedelta(seconds=30)


class Recorder(Generic[State]):
    """The stream of one workflow run, and the events of it that the ledger doesn't have yet.

    Appending is an activity, never a local one: a local activity runs again with other timestamps when its worker
    dies before the workflow task is on record, and the ledger would keep what the history never says.
    """

    def __init__(self, kind: type[State], stream: str, policy: str, clock: CaseClock) -> None:
        self.state: State = kind()
        self.stored = 0
        """The version up to which the ledger has the stream."""
        self.queue: list[Envelope] = []
        self.loaded = False
        """Whether the stream has been taken up: nothing is to be emitted before."""
        self.rewinds = 0
        """How often this run has found a later in the ledger that it never lived."""
        self._kind: type[State] = kind
        self._stream = stream
        self._policy = policy
        self._clock = clock

    @property
    def version(self) -> int:
        return self.stored + len(self.queue)

    def now(self) -> datetime:
        """Case time."""
        return self._clock.case_time(workflow.now())

    def emit(
        self,
        event: Event,
        *,
        occurred_at: datetime | None = None,
        actor: str | None = None,
        fact: DeliveredFact | None = None,
    ) -> None:
        """Records that this has happened; now, unless it says otherwise, and because of ``fact`` where there is one."""
        envelope = self._envelope(event, self.version + 1, occurred_at, actor, fact)
        self._fold(envelope)
        self.queue.append(envelope)

    def _envelope(
        self,
        event: Event,
        version: int,
        occurred_at: datetime | None = None,
        actor: str | None = None,
        fact: DeliveredFact | None = None,
    ) -> Envelope:
        now = self.now()
        return Envelope(
            id=workflow.uuid4(),
            case=case_of(self._stream),
            stream=self._stream,
            version=version,
            type=event.TYPE,
            occurred_at=occurred_at or now,
            recorded_at=now,
            actor=actor or self._stream,
            cause=fact.cause if fact else None,
            number=fact.number if fact else None,
            policy=self._policy,
            data=event.model_dump(mode="json", by_alias=True, exclude_none=True),
        )

    async def load(self) -> None:
        """Takes up the stream where the ledger left it: nothing, for one that is new."""
        loaded: Loaded = await workflow.execute_activity(
            LOAD,
            Load(case=case_of(self._stream), stream=self._stream),
            result_type=Loaded,
            start_to_close_timeout=ATTEMPT,
            retry_policy=PATIENT,
            summary="the stream as the ledger has it",
        )
        self._restore(loaded.state)
        self.stored = loaded.version
        self.loaded = True

    async def during(self, story: Coroutine[Any, Any, T]) -> T:
        """Runs the story, flushing beside it, until it is told and the ledger has all of it.

        The flusher's failure is the workflow's failure.
        """
        telling = asyncio.create_task(self._told(story))
        flushing = asyncio.create_task(self._flush_for_ever())
        try:
            await workflow.wait([telling, flushing], return_when=asyncio.FIRST_COMPLETED)
            if flushing.done():
                flushing.result()
            return telling.result()
        finally:
            telling.cancel()
            flushing.cancel()

    async def flushed(self) -> None:
        """Returns when the ledger has everything that was emitted."""
        await workflow.wait_condition(lambda: not self.queue)

    async def _told(self, story: Coroutine[Any, Any, T]) -> T:
        result = await story
        await workflow.wait_condition(workflow.all_handlers_finished)
        await self.flushed()
        return result

    async def _flush_for_ever(self) -> None:
        while True:
            await workflow.wait_condition(lambda: bool(self.queue))
            batch = self._batch()
            appended = await self._append(batch)
            if appended is None:
                continue
            if appended.conflict:
                self._rewind(appended.version)
            else:
                self._keep(appended, len(batch))

    def _keep(self, appended: Appended, count: int) -> None:
        del self.queue[:count]
        self.stored = appended.version
        if appended.refolded is not None:
            self._restore(appended.refolded)
            for envelope in self.queue:
                self._fold(envelope)

    def _restore(self, stored: dict[str, Any] | None) -> None:
        state = state_from_json(self._stream, stored)
        assert isinstance(state, self._kind)
        self.state = state

    def _fold(self, envelope: Envelope) -> None:
        state = fold(self.state, envelope)
        assert isinstance(state, self._kind)
        self.state = state

    def _batch(self) -> tuple[Envelope, ...]:
        """As many events from the head of the queue as one append takes; at least one."""
        batch: list[Envelope] = []
        size = 0
        for envelope in self.queue[:MOST_EVENTS]:
            size += len(envelope.model_dump_json())
            if batch and size > MOST_BYTES:
                break
            batch.append(envelope)
        return tuple(batch)

    async def _append(self, batch: tuple[Envelope, ...]) -> Appended | None:
        """None where an operator's reset has ended the attempt: the same batch is brought again."""
        try:
            appended: Appended = await workflow.execute_activity(
                APPEND,
                Append(case=case_of(self._stream), stream=self._stream, expected=self.stored, events=batch),
                result_type=Appended,
                start_to_close_timeout=ATTEMPT,
                retry_policy=PATIENT,
                summary=f"versions {batch[0].version} to {batch[-1].version} of {self._stream}",
            )
        except ActivityError as exc:
            if not _ended_by_reset(exc):
                raise
            return None
        return appended

    def _rewind(self, tail: int) -> None:
        """The ledger knows a later we never lived: an operator has run us again from an earlier point.

        What came after our last common version no longer counts, and our queue follows behind it.
        """
        self.rewinds += 1
        rewound = StreamRewound(kept=self.stored, discarded=(self.stored + 1, tail))
        self.queue.insert(0, self._envelope(rewound, tail + 1))
        self.stored = tail
        self.queue = [
            envelope.model_copy(update={"version": tail + place})
            for place, envelope in enumerate(self.queue, start=1)
        ]


def _ended_by_reset(error: ActivityError) -> bool:
    failure = error.cause.failure if isinstance(error.cause, FailureError) else None
    return failure is not None and failure.HasField("reset_workflow_failure_info")
