"""How a case takes its facts: in the order of their numbers, each once, whatever becomes of it on the way."""

from collections.abc import Callable
from datetime import datetime

from pydantic import ValidationError
from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.inbox import READ_FACTS, FactsAfter, FactsRead
    from activities.opening import CaseStart
    from domain.case.events import FactParked, FactRefused, FactSkipped
    from domain.case.facts import FactWithdrawn
    from domain.case.judging import in_the_end
    from domain.case.rules import Circumstances, Parked, Refused, Taken, Verdict, verdict
    from domain.case.state import CaseState
    from domain.case.withdrawing import ALREADY_WITHDRAWN, withdrawal
    from domain.events import Fact, UnknownEventType
    from domain.inbox import DeliveredFact
from workflows.outside import ask
from workflows.recorder import Recorder

WITHDRAWN_ONCE = "withdrawn-once"
ONE_AFTER_THE_OTHER = "parked-one-after-the-other"
"""Patches: a history from before one of them replays without it."""


class Intake:
    """Facts that have come and facts that are parked. What is lost with a run is read from the inbox again."""

    def __init__(self, start: CaseStart, recorder: Recorder[CaseState]) -> None:
        self._start = start
        self._recorder = recorder
        self._come: dict[int, DeliveredFact] = {}
        self.has_news = False
        """Whether something has come since we last looked."""
        self._parked: dict[int, DeliveredFact] = {}
        self._named: dict[int, tuple[int, DeliveredFact | None]] = {}
        """What a parked withdrawal names, by its number; and how far we had read when we looked for it."""

    @property
    def _case(self) -> CaseState:
        return self._recorder.state

    def receive(self, facts: tuple[DeliveredFact, ...]) -> None:
        """Those that were taken before are passed over when their turn comes."""
        self._come |= {fact.number: fact for fact in facts}
        self.has_news = True

    async def read_what_was_missed(self) -> None:
        """Facts that reached an earlier run, or a life that an operator's reset has discarded."""
        after = self._case.last_fact
        while facts := (await self._read(FactsAfter(case=self._start.case, after=after))).facts:
            self.receive(facts)
            after = facts[-1].number

    async def look(self) -> None:
        """Facts come in order: where one is missing, somebody has heard it who can't remember."""
        self.has_news = False
        last = self._case.last_fact
        self._come = {number: fact for number, fact in self._come.items() if number > last}
        if self._come and last + 1 not in self._come:
            await self.read_what_was_missed()

    @property
    def next(self) -> DeliveredFact | None:
        """The fact whose turn it is; None where it hasn't come."""
        return self._come.get(self._case.last_fact + 1)

    async def take_next(self) -> None:
        await self._take(self._come.pop(self._case.last_fact + 1))

    async def take_parked(
        self, let_follow: Callable[[], None], at: datetime | None = None, *, earlier_too: bool = False
    ) -> bool:
        """Judges what had to wait once more, each after what follows from the one before; true where something has
        become of any of it.

        ``at``: only what occurred at this instant, or before it.
        """
        await self._read_parked()
        version = self._recorder.version
        in_order = sorted(self._case.parked, key=lambda each: self._parked[each.number].occurred_at)
        for parked in in_order:
            fact = self._parked[parked.number]
            if at not in (None, fact.occurred_at) and not (earlier_too and fact.occurred_at < at):
                continue
            if any(each.number == parked.number for each in self._case.parked):
                before = self._recorder.version
                await self._take(fact)
                if self._recorder.version > before and workflow.patched(ONE_AFTER_THE_OTHER):
                    let_follow()
        return self._recorder.version > version

    async def _take(self, fact: DeliveredFact) -> None:
        if fact.data is None:
            self._recorder.emit(FactSkipped(), fact=fact)
            return
        try:
            told = fact.fact()
        except (UnknownEventType, ValidationError) as exc:
            # Accepted by another version than ours, or signalled by hand: it must not stall the case.
            reason = f"it can't be read: {type(exc).__name__}"
            self._recorder.emit(FactRefused(type=fact.type, reason=reason, data=fact.data), fact=fact)
            return
        match await self._verdict(told, fact):
            case Taken():
                self._recorder.emit(told, occurred_at=fact.occurred_at, actor=told.by, fact=fact)
                self._parked.pop(fact.number, None)
                if isinstance(told, FactWithdrawn):
                    # What is known without the withdrawn fact is known only once the ledger has folded it anew.
                    await self._recorder.flushed()
            case Refused(reason=reason):
                why = in_the_end(reason, fact.number, self._case)
                refused = FactRefused(type=fact.type, reason=why, data=fact.data)
                self._recorder.emit(refused, occurred_at=fact.occurred_at, actor=told.by, fact=fact)
                self._parked.pop(fact.number, None)
            case Parked(reason=reason, until=until):
                self._parked[fact.number] = fact
                if not self._is_parked_for(fact.number, reason):
                    parked = FactParked(type=fact.type, reason=reason, until=until)
                    self._recorder.emit(parked, occurred_at=fact.occurred_at, actor=told.by, fact=fact)

    async def _verdict(self, told: Fact, fact: DeliveredFact) -> Verdict:
        now, policy = self._recorder.now(), self._recorder.policy
        of = Circumstances(fact.occurred_at, now, policy, fact.received_at)
        if isinstance(told, FactWithdrawn):
            if told.cause in self._case.withdrawn and workflow.patched(WITHDRAWN_ONCE):
                return ALREADY_WITHDRAWN
            return withdrawal(await self._what_it_names(told, fact.number), self._case, of)
        return verdict(told, self._case, of)

    async def _what_it_names(self, told: FactWithdrawn, number: int) -> DeliveredFact | None:
        read_up_to, named = self._named.get(number, (-1, None))
        if named is None and read_up_to < self._case.last_fact:
            asked = FactsAfter(case=self._start.case, event=(told.source, told.id))
            found = (await self._read(asked)).facts
            named = found[0] if found else None
            self._named[number] = (self._case.last_fact, named)
        return named

    def _is_parked_for(self, number: int, reason: str) -> bool:
        return any(each.number == number and each.reason == reason for each in self._case.parked)

    async def _read_parked(self) -> None:
        """A run that goes on from the ledger knows parked facts only by their numbers."""
        missing = tuple(each.number for each in self._case.parked if each.number not in self._parked)
        while missing:
            read = await self._read(FactsAfter(case=self._start.case, numbers=missing))
            self._parked |= {fact.number: fact for fact in read.facts}
            missing = tuple(number for number in missing if number not in self._parked)

    async def _read(self, asked: FactsAfter) -> FactsRead:
        return await ask(READ_FACTS, asked, FactsRead, "facts from the inbox")
