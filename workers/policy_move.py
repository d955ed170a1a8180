"""Moving running cases to another policy: what it would change in each, and then each by a command of its own.

A case that has been moved is passed over, so that the same move can be made again until nothing is left of it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from activities.calendars import CalendarAsked, read_calendar
from activities.postgres.register import PostgresRegister, StoredCase
from domain.addresses import CHANGE_POLICY, case_id
from domain.calendar import LocalCalendar
from domain.case.opening import calendar_years
from domain.case.previewing import Preview, preview
from domain.case.state import CaseState
from domain.pack import Pack
from domain.policy import Policy
from domain.procedure import ProcedureState
from domain.procedures.owing import owed_in
from workflows.commands import ChangePolicy, Recorded

AT_ONCE = 4
"""Cases that are moved side by side: their facts, and those of all others, have to get through meanwhile."""
ANSWERS_WITHIN = 60.0


class Order(NamedTuple):
    """Which cases are to go by another pack."""

    to: Pack
    from_: str | None = None
    """Only those that go by this pack, in any version or in one."""
    cases: tuple[str, ...] = ()
    """Only these."""


class Candidate(NamedTuple):
    case: CaseState
    procedures: tuple[ProcedureState, ...]


class NotMoved(NamedTuple):
    case: str
    why: str


class Moved(NamedTuple):
    case: str
    seconds: float
    """Until the ledger had it."""


async def candidates(register: PostgresRegister, order: Order) -> AsyncIterator[Candidate | NotMoved]:
    """Open cases that don't go by the pack yet; of those that were named, also why one can't."""
    async for reference, stored in _stored(register, order.cases):
        known = _candidate(reference, stored)
        if isinstance(known, NotMoved):
            if order.cases:
                yield known
            continue
        why_not = _why_not(known.case, order)
        if why_not is None:
            yield known
        elif order.cases and known.case.policy != order.to.reference:
            yield NotMoved(reference, why_not)


class Previewer:
    """Says what a pack would change in each case; cases of one place share their calendar."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._calendars: dict[CalendarAsked, LocalCalendar] = {}

    async def preview(self, candidate: Candidate, now: datetime) -> Preview:
        calendar = await self._calendar(candidate.case, now)
        return preview(candidate.case, candidate.procedures, self._policy, calendar, now, owed_in)

    async def _calendar(self, case: CaseState, now: datetime) -> LocalCalendar:
        name = case.jurisdiction or ""
        first, last = calendar_years(case, now.date())
        place = self._policy.jurisdictions.get(name)
        asked = CalendarAsked(name=name, jurisdiction=place, first=first, last=last)
        if asked not in self._calendars:
            self._calendars[asked] = await read_calendar(asked)
        return self._calendars[asked]


class Mover:
    """Moves cases side by side, a few at a time."""

    def __init__(self, client: Client, command: ChangePolicy) -> None:
        self._client = client
        self._command = command
        self._places = asyncio.Semaphore(AT_ONCE)

    async def move(
        self, page: Sequence[Candidate], done: Callable[[Moved | NotMoved], None] = lambda _: None
    ) -> list[Moved | NotMoved]:
        async def one(candidate: Candidate) -> Moved | NotMoved:
            async with self._places:
                outcome = await self._moved(candidate.case)
            done(outcome)
            return outcome

        return list(await asyncio.gather(*map(one, page)))

    async def _moved(self, case: CaseState) -> Moved | NotMoved:
        handle, begun = self._client.get_workflow_handle(case_id(case.case)), time.monotonic()
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                await handle.execute_update(CHANGE_POLICY, self._command, result_type=Recorded)
        except WorkflowUpdateFailedError as exc:
            return NotMoved(case.case, _refusal(exc))
        except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError):
            return NotMoved(case.case, f"no answer within {ANSWERS_WITHIN:.0f} s: it may still be moved")
        except RPCError as exc:
            if exc.status == RPCStatusCode.NOT_FOUND:
                return NotMoved(case.case, "its workflow doesn't run: the release watch starts it again")
            return NotMoved(case.case, f"Temporal: {exc.status.name.lower()}")
        return Moved(case.case, time.monotonic() - begun)


def _refusal(error: WorkflowUpdateFailedError) -> str:
    return error.cause.message if isinstance(error.cause, ApplicationError) else type(error.cause).__name__


async def _stored(
    register: PostgresRegister, named: Sequence[str]
) -> AsyncIterator[tuple[str, StoredCase | None]]:
    """Page by page, in the order of the references."""
    page, after = list(named), ""
    while page := page or await register.unclosed(after):
        states = await register.states_of(page)
        for reference in page:
            yield reference, states.get(reference)
        after, page = page[-1], []
        if named:
            return


def _candidate(reference: str, stored: StoredCase | None) -> Candidate | NotMoved:
    case = stored.states.get(case_id(reference)) if stored is not None else None
    if stored is None or not isinstance(case, CaseState) or case.phase is None:
        return NotMoved(reference, "no case of this reference has been opened")
    if case.closed:
        return NotMoved(reference, f"it is closed: {case.closed_because}")
    procedures = tuple(each for each in stored.states.values() if isinstance(each, ProcedureState))
    return Candidate(case, procedures)


def _why_not(case: CaseState, order: Order) -> str | None:
    if case.policy == order.to.reference:
        return f"it goes by {case.policy} already"
    if order.from_ is not None and order.from_ not in (case.policy, case.policy.partition("@")[0]):
        return f"it goes by {case.policy}"
    if order.to.applies_to and case.jurisdiction not in order.to.applies_to:
        return f"it is in {case.jurisdiction}, {order.to.reference} is for {', '.join(order.to.applies_to)}"
    return None
