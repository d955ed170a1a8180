"""Bringing a case its next facts: in order, at least once, and none of them in the others' way for ever."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import takewhile
from typing import Literal, NamedTuple, Protocol, TypeAlias

from activities.errors import ActivityError, FactsRefused
from domain.dead_letters import DeadBecause, Hindered, next_step
from domain.inbox import DeliveredFact


class Waiting(NamedTuple):
    """A fact that its case hasn't got yet."""

    fact: DeliveredFact
    fault: DeadBecause | None
    """What keeps it from being sent at all."""


class Outgoing(Protocol):
    """What delivery needs of the inbox."""

    async def undelivered(self, case: str) -> Sequence[Waiting]:
        """The next facts for the case, ascending by number, few enough for one delivery."""
        ...

    async def mark_delivered(self, case: str, numbers: Sequence[int]) -> None: ...

    async def hindered(
        self, case: str, faults: Mapping[int, DeadBecause], answer: str | None = None
    ) -> Mapping[int, Hindered]:
        """Counts an attempt that has failed for what is the facts' own, by their numbers; ``answer`` is Temporal's."""
        ...

    async def give_up(self, case: str, number: int) -> None:
        """From now on it is a dead letter, and its number goes out without data."""
        ...


Send: TypeAlias = Callable[[tuple[DeliveredFact, ...]], Awaitable[None]]
"""Raises ``EngineAway`` or ``FactsRefused``."""


Brought: TypeAlias = Literal["nothing", "some", "all"]
"""What was brought of all that a case had waiting; after ``some`` another look is worth its while."""


class FactHindered(ActivityError):
    """A fact stands in the way of its case, and isn't given up yet: it is to be tried again."""


async def bring_next(outgoing: Outgoing, case: str, send: Send) -> Brought:
    """A fact is marked only after Temporal has taken it. Raises ``EngineAway`` or ``FactHindered``."""
    waiting = await outgoing.undelivered(case)
    if not waiting:
        return "nothing"
    # Never beyond a fact that can't be sent: a case that misses a number reads it from the inbox by itself.
    sound = tuple(each.fact for each in takewhile(lambda each: each.fault is None, waiting))
    if sound:
        went = await _bring(outgoing, case, sound, send)
        return "all" if went and len(waiting) == 1 else "some"
    await _judge(outgoing, case, {each.fact.number: each.fault for each in waiting if each.fault is not None})
    return "some"


async def _judge(outgoing: Outgoing, case: str, faults: Mapping[int, DeadBecause]) -> None:
    """What can't be sent; the first of it is in everything's way.

    The patience with each begins now: if it began only when the one before it is given up, ten of them would hold their
    case back for hours.
    """
    hindered = await outgoing.hindered(case, faults)
    given_up = [number for number in faults if next_step(hindered[number]) == "give-up"]
    for number in given_up:
        await outgoing.give_up(case, number)
    first = min(faults)
    if first not in given_up:
        raise FactHindered(f"case {case}: fact {first}: {faults[first]}")


async def _bring(outgoing: Outgoing, case: str, facts: tuple[DeliveredFact, ...], send: Send) -> bool:
    """Whether they went as they are."""
    try:
        await send(facts)
    except FactsRefused as exc:
        if len(facts) > 1:
            # One after the other, until it is known which of them is refused.
            await _bring(outgoing, case, facts[:1], send)
        else:
            await _put_up_with(outgoing, case, facts[0].number, exc.answer, send)
        return False
    await outgoing.mark_delivered(case, [fact.number for fact in facts])
    return True


async def _put_up_with(outgoing: Outgoing, case: str, number: int, answer: str, send: Send) -> None:
    """One that is refused."""
    hindered = (await outgoing.hindered(case, {number: "refused"}, answer))[number]
    step = next_step(hindered)
    if step == "try-without":
        step = next_step(hindered._replace(others_pass=await _others_pass(send)))
    if step != "give-up":
        raise FactHindered(f"case {case}: fact {number}: {hindered.because}")
    await outgoing.give_up(case, number)


async def _others_pass(send: Send) -> bool:
    """Whether the case takes anything: what it refuses whatever is sent is no fact's fault."""
    try:
        await send(())
    except FactsRefused:
        return False
    return True
