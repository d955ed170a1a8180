"""Reconciliation: the stores of the cases are compared, twice, before anything counts as a difference and is mended.

The first look goes over everything, page by page. What it suspects may only be under way: so it is looked at again,
some time later and by itself. What then still differs in the same way is mended through the paths that everything
else takes, and told to the case as a fact; or it is entered for a person.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol, get_args

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.engine import Engine
from activities.mending import Mending, Outcome
from domain.clock import CaseClock
from domain.reconciliation.comparing import Kept, Moment, differences
from domain.reconciliation.differences import Difference, Kind

COMPARE_CASES = "compare_cases"
COMPARE_WORKFLOWS = "compare_workflows"
SETTLE_DIFFERENCES = "settle_differences"
CLOSE_ENTRIES = "close_entries"

PAGE = 100
MOST_CASES = 1_000
"""Compared by one activity: then the workflow knows how far it came."""
MOST_SUSPECTS = 200
"""Told by one activity; they are settled before it goes on."""
MOST_STRANGERS = 1_000
IN_THE_ENGINE_ALONE: tuple[Kind, ...] = ("unknown-workflow", "tasks-fail")


class Limits(BaseModel):
    """From when on what is under way has lasted too long, by the clock on the wall."""

    model_config = ConfigDict(frozen=True)
    grace: timedelta = timedelta(minutes=1)
    """Between the two looks; and for a fact, between its delivery and the ledger."""
    undelivered: timedelta = timedelta(minutes=10)
    """For a fact of a case that is open."""
    step: timedelta = timedelta(seconds=30)
    """For a reminder or an escalation that is due."""


class CompareCases(BaseModel):
    model_config = ConfigDict(frozen=True)
    limits: Limits
    after: str = ""


class Compared(BaseModel):
    """What one activity has compared, and what it suspects."""

    model_config = ConfigDict(frozen=True)
    compared: int
    suspects: tuple[Difference, ...]
    after: str | None = None
    """The last reference; None where nothing is left."""
    complete: bool = True
    """Whether all that was found is told."""
    set_aside: int = 0
    """Facts of these cases that operators have set aside."""


class Settle(BaseModel):
    model_config = ConfigDict(frozen=True)
    suspects: tuple[Difference, ...]
    limits: Limits
    started: datetime
    """When this run of the reconciliation began."""


class Settled(BaseModel):
    """By kind: how many were mended, are entered for a person, or were and stay settled."""

    model_config = ConfigDict(frozen=True)
    mended: dict[Kind, int] = {}
    entered: dict[Kind, int] = {}
    settled: dict[Kind, int] = {}


class CloseEntries(BaseModel):
    model_config = ConfigDict(frozen=True)
    started: datetime


class EntriesClosed(BaseModel):
    model_config = ConfigDict(frozen=True)
    gone: int


class _Seen(NamedTuple):
    differing: list[Difference]
    set_aside: int


class SideBySide(Protocol):
    """What PostgreSQL keeps of cases."""

    async def page(self, after: str, most: int) -> list[str]:
        """References of cases in their order; empty at the end."""
        ...

    async def kept(self, cases: Sequence[str], limits: Limits) -> list[Kept]:
        """What is kept of them, with no word on what runs."""
        ...

    async def begun_among(self, cases: Collection[str]) -> set[str]:
        """Those that were opened, or have a ledger."""
        ...


class ReconcilingActivities:
    def __init__(self, stores: SideBySide, engine: Engine, mending: Mending, clock: CaseClock) -> None:
        self._stores = stores
        self._engine = engine
        self._mending = mending
        self._clock = clock

    @activity.defn(name=COMPARE_CASES)
    async def compare_cases(self, asked: CompareCases) -> Compared:
        after, compared, set_aside = asked.after, 0, 0
        suspects: list[Difference] = []
        while compared < MOST_CASES and len(suspects) < MOST_SUSPECTS:
            page = await self._stores.page(after, PAGE)
            if not page:
                return Compared(compared=compared, suspects=tuple(suspects), set_aside=set_aside)
            seen = await self._look(page, asked.limits)
            suspects += seen.differing
            set_aside += seen.set_aside
            after, compared = page[-1], compared + len(page)
            activity.heartbeat(after, compared)
        return Compared(compared=compared, suspects=tuple(suspects), after=after, set_aside=set_aside)

    @activity.defn(name=COMPARE_WORKFLOWS)
    async def compare_workflows(self) -> Compared:
        """The other way round: what runs in Temporal, and whether there is a case that it is of."""
        strangers: list[Difference] = []
        compared, ids = 0, list[str]()
        async for workflow in self._engine.cases():
            ids.append(workflow)
            if len(ids) == PAGE:
                strangers += await self._strangers(ids)
                compared, ids = compared + len(ids), []
                activity.heartbeat(compared)
        strangers += await self._strangers(ids)
        failing = [_in_the_engine("tasks-fail", each) async for each in self._engine.failing()]
        found = (*failing, *strangers)
        return Compared(
            compared=compared + len(ids),
            suspects=found[:MOST_STRANGERS],
            complete=len(found) <= MOST_STRANGERS,
        )

    @activity.defn(name=SETTLE_DIFFERENCES)
    async def settle_differences(self, asked: Settle) -> Settled:
        """Looks again, and mends or enters what is still so."""
        done: dict[Outcome, Counter[Kind]] = {each: Counter() for each in get_args(Outcome)}
        for difference in await self._still(asked.suspects, asked.limits):
            outcome = await self._mending.settle(difference, asked.limits.grace, asked.started)
            done[outcome][difference.kind] += 1
            activity.heartbeat(difference.case)
        return Settled(**{outcome: dict(counts) for outcome, counts in done.items()})

    @activity.defn(name=CLOSE_ENTRIES)
    async def close_entries(self, asked: CloseEntries) -> EntriesClosed:
        """What this run, which has looked at everything, hasn't found any more."""
        return EntriesClosed(gone=await self._mending.entries.close_unseen(asked.started))

    async def _look(self, cases: Sequence[str], limits: Limits, *, again: bool = False) -> _Seen:
        of = Moment(self._mending.now(), self._clock.case_delay(limits.step))
        kept = await self._stores.kept(cases, limits)
        expected = {workflow for each in kept for workflow in each.workflows}
        ask = self._engine.running_now if again else self._engine.running_among
        running = frozenset(await ask(expected))
        differing = [found for each in kept for found in differences(each._replace(running=running), of)]
        return _Seen(differing, sum(each.inbox.set_aside for each in kept))

    async def _still(self, suspects: Sequence[Difference], limits: Limits) -> list[Difference]:
        """As of now, in the order in which they are to be mended."""
        before = {(each.case, each.kind, each.about) for each in suspects}
        found: list[Difference] = []
        for case in dict.fromkeys(each.case for each in suspects if each.kind not in IN_THE_ENGINE_ALONE):
            found += (await self._look([case], limits, again=True)).differing
            activity.heartbeat(case)
        for each in suspects:
            if each.kind in IN_THE_ENGINE_ALONE and await self._is_still_there(each):
                found.append(each)
        return [each for each in found if (each.case, each.kind, each.about) in before]

    async def _is_still_there(self, suspect: Difference) -> bool:
        if suspect.kind == "tasks-fail":
            return await self._engine.fails(suspect.about)
        runs = await self._engine.running_now([suspect.about])
        return bool(runs) and bool(await self._strangers([suspect.about]))

    async def _strangers(self, workflows: Sequence[str]) -> list[Difference]:
        known = await self._stores.begun_among([_case_of(each) for each in workflows])
        return [_in_the_engine("unknown-workflow", each) for each in workflows if _case_of(each) not in known]


def _in_the_engine(kind: Kind, workflow: str) -> Difference:
    return Difference(case=_case_of(workflow), kind=kind, about=workflow)


def _case_of(workflow: str) -> str:
    """Somebody may have started one by hand under any name."""
    return workflow.removeprefix("case/").partition("/")[0]
