"""The single writer of one stream: what a workflow emits is folded at once, and brought to the ledger in order.

Invariant: fold(ledger + queue) == state. State changes by ``emit`` alone.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Generic, TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.ledger import APPEND, LOAD, MOST_BYTES, MOST_EVENTS, Append, Appended, Load, Loaded
    from domain.addresses import case_of
    from domain.case.state import CaseState
    from domain.clock import CaseClock
    from domain.events import PREFIX, SUFFIX, Envelope, Event, StreamRewound
    from domain.inbox import DeliveredFact
    from domain.policy import Policy
    from domain.procedure import ProcedureState
    from domain.streams import fold, state_from_json
from workflows.outside import MOST_BYTES_OF_SUMMARY, ask

State = TypeVar("State", CaseState, ProcedureState)
T = TypeVar("T")


class Recorder(Generic[State]):
    """The stream of one workflow run, and the events of it that the ledger doesn't have yet."""

    def __init__(self, kind: type[State], stream: str, policy: Policy, clock: CaseClock) -> None:
        self.state: State = kind()
        self.policy = policy
        """That we go by now: it may change while we run."""
        self.stored = 0
        """The version up to which the ledger has the stream."""
        self.queue: list[Envelope] = []
        self.loaded = False
        """Whether the stream has been taken up: nothing is to be emitted before."""
        self.lives = 1
        """How often we have begun to live: once more with each operator's reset that we have found out about."""
        self._seed = workflow.random_seed()
        self._kind: type[State] = kind
        self._stream = stream
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
            policy=self.policy.reference,
            data=event.model_dump(mode="json", by_alias=True, exclude_none=True),
        )

    async def load(self) -> None:
        """Takes up the stream where the ledger left it: nothing, for one that is new."""
        loaded = await self._in_the_ledger()
        self._restore(loaded.state)
        self.stored = loaded.version
        self.loaded = True

    async def _in_the_ledger(self) -> Loaded:
        asked = Load(case=case_of(self._stream), stream=self._stream)
        return await ask(LOAD, asked, Loaded, "the stream as the ledger has it")

    async def during(self, story: Callable[[], Coroutine[Any, Any, T]]) -> T:
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

    async def settled(self) -> None:
        """Returns when, beside that, every command has been answered and no reset is unheard of: we may end now."""
        await workflow.wait_condition(
            lambda: not self.queue and workflow.all_handlers_finished() and not self._was_reset
        )

    async def _told(self, story: Callable[[], Coroutine[Any, Any, T]]) -> T:
        result = await story()
        await self.settled()
        return result

    @property
    def _was_reset(self) -> bool:
        """An operator's reset gives the run that goes on from it other random numbers: it's how we hear of it."""
        return workflow.random_seed() != self._seed

    async def _flush_for_ever(self) -> None:
        while True:
            await workflow.wait_condition(lambda: bool(self.queue) or self._was_reset)
            if self._was_reset:
                await self._find_out()
            else:
                await self._flush()

    async def _flush(self) -> None:
        batch = self._batch()
        appended = await self._append(batch)
        if appended.conflict:
            self._begin_again(appended.version)
        else:
            self._keep(appended, len(batch))

    async def _find_out(self) -> None:
        """Looks in the ledger for what we did in the life that the reset has discarded."""
        seed = workflow.random_seed()
        loaded = await self._in_the_ledger()
        self._begin_again(loaded.version)
        self._seed = seed

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

    async def _append(self, batch: tuple[Envelope, ...]) -> Appended:
        append = Append(case=case_of(self._stream), stream=self._stream, expected=self.stored, events=batch)
        return await ask(APPEND, append, Appended, _named(batch))

    def _begin_again(self, tail: int) -> None:
        """We were run again from an earlier point, and the ledger may know a later that we never lived.

        What came after our last common version no longer counts, and our queue follows behind it: under new ids,
        for its first events may be among those that the ledger has.
        """
        self.lives += 1
        if tail == self.stored:
            return
        rewound = StreamRewound(kept=self.stored, discarded=(self.stored + 1, tail))
        behind = [self._envelope(rewound, tail + 1), *self.queue]
        self.stored = tail
        self.queue = [
            envelope.model_copy(update={"id": workflow.uuid4(), "version": tail + place})
            for place, envelope in enumerate(behind, start=1)
        ]


def _named(batch: tuple[Envelope, ...]) -> str:
    """The kinds of the events, for the operators' desk: each once, in order, as far as a summary takes.

    Of a kind that is there once it says which obligation it is about.
    """
    about: dict[str, list[str]] = {}
    for each in batch:
        name = each.type.removeprefix(PREFIX).removesuffix(SUFFIX)
        about.setdefault(name, []).append(str(each.data.get("obligation", "")))
    names = (f"{name} {of[0]}".strip() if len(of) == 1 else name for name, of in about.items())
    return ", ".join(names)[:MOST_BYTES_OF_SUMMARY]
