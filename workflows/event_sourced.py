"""The base of every durable workflow of a case: the single writer of its own stream of events.

What it does for those that build on it: ``emit`` folds an event and brings it to the ledger; the ledger's tail is
taken up at the start of a run; obligations are raised, reminded, escalated and settled; it waits for news or for the
next date; it survives an operator's reset and continues as new.
"""

from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.addresses import STANDING, WAIVE
    from domain.case.state import CaseState
    from domain.clock import CaseClock
    from domain.events import Envelope, Event
    from domain.interrupts.lapsing import why_lapsed
    from domain.obligations.duty import Duty
    from domain.obligations.obligation import ObligationWaived
    from domain.obligations.pace import pace_of
    from domain.obligations.reconcile import climb, earliest, next_rung, reconcile
    from domain.policy import Policy
    from domain.procedure import ProcedureState
    from workflows.commands import Recorded, Waive, refused
from workflows.alarm import Alarm
from workflows.desk import Desk
from workflows.pinned import pack
from workflows.recorder import Recorder

State = TypeVar("State", CaseState, ProcedureState)
T = TypeVar("T")


class Standing(BaseModel):
    """Where a workflow stands: the fold of the ledger up to ``stored``, and of ``queue`` after it, is ``state``."""

    model_config = ConfigDict(frozen=True)
    stored: int
    state: dict[str, Any]
    queue: tuple[Envelope, ...]


class EventSourced(Generic[State]):
    """Keeps one stream. Its state changes by ``emit`` alone."""

    def __init__(self, kind: type[State], stream: str, policy: Policy, clock: CaseClock) -> None:
        self.recorder: Recorder[State] = Recorder(kind, stream, policy, clock)
        self._alarm = Alarm(clock)
        self._desk = Desk()
        self._commanded = False
        self._lives_seen = 1
        self.lives_again = False
        """Whether we have found out, while we waited last, that an operator has run us again."""

    @property
    def state(self) -> State:
        return self.recorder.state

    @property
    def policy(self) -> Policy:
        return self.recorder.policy

    def pinned(self) -> str:
        """The policy that we are to go by, as far as we know."""
        return self.policy.reference

    async def go_by_what_is_pinned(self) -> None:
        """Takes up another policy than we were started with, where that has been changed since."""
        while self.pinned() not in ("", self.policy.reference):
            self.recorder.policy = await pack(self.pinned())

    @property
    def now(self) -> datetime:
        """Case time."""
        return self.recorder.now()

    def emit(self, event: Event, *, actor: str | None = None) -> None:
        self.recorder.emit(event, actor=actor)

    @workflow.query(name=STANDING)
    def standing(self) -> Standing:
        """Version, state and queue in one answer."""
        recorder = self.recorder
        state = recorder.state.model_dump(mode="json")
        return Standing(stored=recorder.stored, state=state, queue=tuple(recorder.queue))

    @workflow.update(name=WAIVE)
    async def waive(self, asked: Waive) -> Recorded:
        """Releases the owner of an open obligation from it (the obligation's id is in the case view)."""
        await workflow.wait_condition(lambda: self.recorder.loaded)
        self._refuse_to_waive_what_is_not_open(asked)
        waived = ObligationWaived(obligation=asked.named, by=asked.by, reason=asked.reason)
        return await self.commanded(waived, asked.by)

    @waive.validator
    def _may_waive(self, asked: Waive) -> None:
        if self.recorder.loaded:
            self._refuse_to_waive_what_is_not_open(asked)

    def _refuse_to_waive_what_is_not_open(self, asked: Waive) -> None:
        known = self.state.obligations.get(asked.named)
        if known is None:
            raise refused("obligation", asked.obligation, "it isn't owed here")
        if known.state != "open":
            raise refused("obligation", asked.obligation, f"it is {known.state}")

    async def commanded(self, event: Event, by: str) -> Recorded:
        """Records what a person has ordered; returns when the ledger has it."""
        self.emit(event, actor=by)
        self._commanded = True
        await self.recorder.flushed()
        return Recorded(version=self.recorder.stored)

    async def recorded(self, story: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Takes up the stream, then lets the story be told, until the ledger has all of it."""
        await self.recorder.load()
        result = await self.recorder.during(story)
        self._desk.show_the_end(self.state, self.details(), self.now)
        return result

    def keep_obligations(self, duties: Sequence[Duty], known: CaseState, *, held: bool) -> None:
        """Brings what is on record in line with what is owed, then reminds and escalates what is open.

        What lapses does so because of something in the case, as far as it is ``known`` here.
        """
        reasons, earlier = partial(why_lapsed, known), self.policy.earlier_counts
        now = self.now if earlier else None
        for event in reconcile(self.state.obligations, duties, reasons, earlier_counts=earlier, now=now):
            self.emit(event)
        if not held:
            pace = pace_of(self.policy.ladder, duties)
            for event in climb(self.state.obligations, self.now, pace):
                self.emit(event)

    def has_news(self) -> bool:
        """Whether something has come that calls for another look. Those that build on it add what they hear."""
        return self.would_forget()

    def would_forget(self) -> bool:
        """Whether there is news that the next run wouldn't find out by itself."""
        return self._commanded or self.recorder.lives > self._lives_seen

    async def wait_for_news(self, *dates: datetime | None, held: bool) -> None:
        """Until something comes, an obligation's next step is due, or one of the dates has come.

        A long history is left behind here: with an empty queue, all commands answered, and nothing to forget.
        """
        self._desk.show(self.state, self.details(), self.now)
        if workflow.info().is_continue_as_new_suggested() and not self.would_forget():
            await self._go_on_in_a_new_run()
        rung = None if held else next_rung(self.state.obligations)
        ladder = rung.next_step if rung is not None else None
        until = earliest((ladder, *dates))
        purpose = f": {rung.what}, {rung.owner}" if rung is not None and ladder == until else ""
        await self._alarm.wait(self.has_news, until, purpose)
        self._commanded = False
        self.lives_again = self.recorder.lives > self._lives_seen
        self._lives_seen = self.recorder.lives

    def details(self) -> str:
        """What operators read of it: Markdown, without content."""
        raise NotImplementedError

    def continued(self) -> BaseModel:
        """What the next run starts with."""
        raise NotImplementedError

    async def _go_on_in_a_new_run(self) -> None:
        await self.recorder.settled()
        if not self.would_forget():
            workflow.continue_as_new(self.continued())
