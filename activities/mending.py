"""Mending a difference, through the paths that everything else takes; or entering it for a person.

What is undertaken is told to the case before it is done: a process that dies between the two finds the difference
again, and tells nothing twice. The other way round it would find nothing any more, and never tell.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

from temporalio.service import RPCError

from activities.engine import Engine, is_away
from activities.errors import ActivityError
from activities.inbox import Inbox
from activities.opening import CaseOpening
from domain.inbox import InboundFact
from domain.reconciliation.differences import RULES, Difference, Remedy
from domain.reconciliation.facts import SOURCE, CaseReconciled

Outcome: TypeAlias = Literal["mended", "entered", "settled"]
"""Entered for a person; or entered before, and settled by somebody who leaves it as it is."""
MOST_LATELY = 3
"""Corrections of the same within a week. More of them mend nothing, and a person is to know."""


class Entries(Protocol):
    """What only a person can settle. The same difference, found again, is the same entry."""

    async def enter(self, difference: Difference) -> bool:
        """Whether it is open; false where somebody has settled it."""
        ...

    async def close_unseen(self, started: datetime) -> int:
        """Marks as gone what nobody has found since then; returns how many."""
        ...


class Repairs(Protocol):
    """What is mended within PostgreSQL, each in one transaction under the lock of the case."""

    async def mended_before(self, difference: Difference, started: datetime) -> tuple[bool, int]:
        """Before this run: whether the same correction was told, and how many of its kind in the last week."""
        ...

    async def mark_opened(self, case: str) -> None:
        """As its own ledger says."""
        ...

    async def fold_register(self, case: str) -> None: ...

    async def deliver_again(self, case: str, grace: timedelta) -> None:
        """What was delivered longer ago than that, and isn't in the ledger, is to be delivered once more."""
        ...

    async def rebuild(self, case: str) -> None:
        """What is stored of the case's states, out of its ledger."""
        ...


class Mending:
    def __init__(
        self,
        inbox: Inbox,
        opening: CaseOpening,
        engine: Engine,
        repairs: Repairs,
        entries: Entries,
        now: Callable[[], datetime],
    ) -> None:
        """``now`` is case time."""
        self.entries = entries
        self.now = now
        self._inbox = inbox
        self._opening = opening
        self._engine = engine
        self._repairs = repairs

    async def settle(self, difference: Difference, grace: timedelta, started: datetime) -> Outcome:
        remedy = RULES[difference.kind].remedy
        if remedy is None or await self._did_not_hold(difference, started):
            return await self._enter(difference)
        if remedy == "mark-opened":
            # Before it is told: the relay would bring the case what we tell, and mark it as opened today.
            await self._repairs.mark_opened(difference.case)
        await self._tell(difference, remedy)
        try:
            await self._mend(difference, remedy, grace)
        except (ActivityError, RPCError) as exc:
            if is_away(exc):
                raise
            return await self._enter(difference)
        return "mended"

    async def _enter(self, difference: Difference) -> Outcome:
        return "entered" if await self.entries.enter(difference) else "settled"

    async def _did_not_hold(self, difference: Difference, started: datetime) -> bool:
        told, lately = await self._repairs.mended_before(difference, started)
        return told or lately >= MOST_LATELY

    async def _tell(self, difference: Difference, undertaken: Remedy) -> None:
        fact = CaseReconciled(kind=difference.kind, about=difference.about, undertaken=undertaken)
        inbound = InboundFact(
            source=SOURCE,
            id=difference.event_id,
            type=fact.TYPE,
            case=difference.case,
            time=None,
            data=fact.model_dump(mode="json", exclude_none=True),
        )
        await self._inbox.accept([inbound], self.now())

    async def _mend(self, difference: Difference, remedy: Remedy, grace: timedelta) -> None:
        case = difference.case
        ways: dict[Remedy, Callable[[], Awaitable[object]]] = {
            "open": lambda: self._opening.open_case(case),
            "mark-opened": lambda: self._repairs.mark_opened(case),
            "fold-register": lambda: self._repairs.fold_register(case),
            "deliver": lambda: self._opening.deliver(case),
            "deliver-again": lambda: self._deliver_again(case, grace),
            "rebuild-view": lambda: self._repairs.rebuild(case),
            "restart": lambda: self._opening.restart(case),
            "ask-to-look": lambda: self._engine.look(case),
        }
        await ways[remedy]()

    async def _deliver_again(self, case: str, grace: timedelta) -> None:
        await self._repairs.deliver_again(case, grace)
        await self._opening.deliver(case)
