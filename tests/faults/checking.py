"""What has to hold when all is quiet again, whatever was done to the stack. Each check yields what is wrong."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import asyncpg
from temporalio.api.enums.v1 import EventType, TimeoutType, WorkflowTaskFailedCause
from temporalio.client import (
    Client,
    WorkflowExecution,
    WorkflowExecutionStatus,
    WorkflowHandle,
    WorkflowQueryFailedError,
)

from activities.postgres.kin import held_by
from activities.postgres.ledger import stream_events
from activities.postgres.pool import Pool, connected
from activities.postgres.verify import verify_all
from domain.addresses import STANDING, case_id
from domain.case.events import CaseReopened, FactParked, FactRefused, FactSkipped
from domain.events import Envelope
from domain.person.kinship import Kinship
from domain.streams import fold_all
from workflows.event_sourced import Standing

_ENDED_BADLY = "ExecutionStatus in ('Failed', 'TimedOut', 'Canceled', 'Terminated')"
_AT_A_TIME = 4
_ANSWERS_WITHIN = 120.0
_NO_FAULT = WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND
"""Something came while the workflow was about to end or to go on anew: the engine asks it again."""
_TOO_SLOW, _SLOW = "_DeadlockError", "TMPRL1101"
"""The worker gives up what keeps the processor for two seconds, as it may on a machine that is overrun: it is asked
again, and a workflow that hung for good would never get as far as it has to."""
_BETWEEN = (FactRefused.TYPE, FactParked.TYPE, FactSkipped.TYPE)


_INBOX = """
select inbox.*, settled is not null or set_aside_at is not null as may_be_skipped
  from inbox left join dead_letter using (case_ref, number) where case_ref = $1 order by number
"""


async def all_accepted_are_stored(pool: Pool, accepted: Iterable[tuple[str, str]]) -> AsyncIterator[str]:
    """Each event that got a ``202`` is once in the inbox of the case that it was said of; nothing else is."""
    async with connected(pool) as connection:
        rows = await connection.fetch("select source, event_id from inbox where not passed_on")
    stored, told = Counter((row["source"], row["event_id"]) for row in rows), Counter(accepted)
    for key in told - stored:
        yield f"{key} was accepted and isn't in the inbox"
    for key in stored - told:
        yield f"{key} is in the inbox more often than it was accepted"


async def all_cases_are_open(pool: Pool) -> AsyncIterator[str]:
    async with connected(pool) as connection:
        for (case,) in await connection.fetch("select case_ref from case_file where opened_at is null"):
            yield f"{case} isn't open"


async def all_stored_are_recorded(pool: Pool) -> AsyncIterator[str]:
    """In the stream of each open case: the facts of its inbox, each once, in the order of their numbers. Of what an
    operator has set aside, or settled in another way, the number alone may be there.
    """
    async with connected(pool) as connection:
        cases = await connection.fetch(
            "select case_ref from case_file where opened_at is not null order by case_ref"
        )
        for (case,) in cases:
            inbox = await connection.fetch(_INBOX, case)
            ledger = await stream_events(connection, case_id(case))
            for fault in _differing(inbox, ledger):
                yield f"{case}: {fault}"


def _differing(inbox: Sequence[asyncpg.Record], ledger: Sequence[Envelope]) -> Iterator[str]:
    numbers = [fact["number"] for fact in inbox]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"the numbers of its inbox have holes: {numbers}"
    by_number: dict[int, list[Envelope]] = {}
    for event in ledger:
        if event.number is not None:
            by_number.setdefault(event.number, []).append(event)
    if list(by_number) != numbers:
        yield f"its ledger has the numbers {list(by_number)}, its inbox {numbers}"
    reopened = [event.version for event in ledger if event.type == CaseReopened.TYPE]
    for fact in inbox:
        yield from _ill_recorded(fact, by_number.get(fact["number"], []), reopened)


def _ill_recorded(fact: asyncpg.Record, events: Sequence[Envelope], reopened: Sequence[int]) -> Iterator[str]:
    """Taken or refused once; parked before, or until now. What was refused is judged anew where the case goes on after
    what had closed it was taken back (``reopened``: the versions of that)."""
    settled = [event for event in events if event.type != FactParked.TYPE]
    for first, again in pairwise(settled):
        judged_anew = any(first.version < version < again.version for version in reopened)
        if first.type != FactRefused.TYPE or not judged_anew:
            yield f"number {fact['number']}, {fact['type']}, is recorded {len(settled)} times"
    if any(event.type == FactSkipped.TYPE for event in settled) and not fact["may_be_skipped"]:
        yield f"number {fact['number']}, {fact['type']}, was left out, and nobody has set it aside"
    for event in events:
        if event.cause != f"{fact['source']}#{fact['event_id']}":
            yield f"number {fact['number']} is recorded as {event.cause}"
        if event.type not in (*_BETWEEN, fact["type"]):
            yield f"number {fact['number']}, {fact['type']}, is recorded as {event.type}"


async def facts_of_persons_reach_all_their_cases(pool: Pool) -> AsyncIterator[str]:
    async with connected(pool) as connection:
        cases = await connection.fetch("select case_ref from case_file")
        held = await held_by(connection, (case for (case,) in cases))
    for case, holder, fact in Kinship(held).lacking():
        yield f"{case} lacks {fact.source}#{fact.id}, which {holder} has"


async def the_ledger_is_what_was_written(pool: Pool) -> AsyncIterator[str]:
    """As ``throughcare verify`` has it: hashes, positions, versions, and every state the fold of its events."""
    async for report in verify_all(pool):
        for fault in report.faults:
            yield f"{report.case}: {fault.where}: {fault.what}"
        if report.rewinds:
            yield f"{report.case}: rewound, though nobody has reset it"


async def no_workflow_failed(client: Client) -> AsyncIterator[str]:
    async for each in client.list_workflows(_ENDED_BADLY):
        yield f"{each.id} ended as {each.status.name if each.status else 'unknown'}"


async def workflows_are_well(pool: Pool, client: Client, late: Counter[str]) -> AsyncIterator[str]:
    """No task of any run has failed; what runs goes by the fold of its ledger. ``late``: tasks that came too late, or
    were given up because they took too long."""
    executions = [each async for each in client.list_workflows("WorkflowId STARTS_WITH 'case/'")]
    places = asyncio.Semaphore(_AT_A_TIME)

    async def looked_at(execution: WorkflowExecution) -> list[str]:
        async with places:
            return await _unwell(pool, client, execution, late)

    for found in await asyncio.gather(*(looked_at(each) for each in executions)):
        for fault in found:
            yield fault


async def _unwell(pool: Pool, client: Client, execution: WorkflowExecution, late: Counter[str]) -> list[str]:
    handle = client.get_workflow_handle(execution.id, run_id=execution.run_id)
    faults = [fault async for fault in _failed_tasks(handle, late)]
    if execution.status == WorkflowExecutionStatus.RUNNING:
        standing = await _standing(handle)
        async with connected(pool) as connection:
            recorded = await stream_events(connection, execution.id)
        stored = [each for each in recorded if each.version <= standing.stored]
        if fold_all(execution.id, [*stored, *standing.queue]).model_dump(mode="json") != standing.state:
            faults.append(f"{execution.id}: its state isn't the fold of its ledger")
        if len(recorded) != standing.stored or standing.queue:
            faults.append(
                f"{execution.id}: recorded {len(recorded)}, {standing.stored} known to it, {standing.queue}"
            )
    return faults


async def _standing(handle: WorkflowHandle[Any, Any]) -> Standing:
    """Asked again where the machine is too slow: each answer may need the whole history to be gone through."""
    async with asyncio.timeout(_ANSWERS_WITHIN):
        while True:
            try:
                standing: Standing = await handle.query(STANDING, result_type=Standing)
            except WorkflowQueryFailedError as exc:
                if _SLOW not in str(exc):
                    raise
                await asyncio.sleep(1)
            else:
                return standing


async def _failed_tasks(handle: WorkflowHandle[Any, Any], late: Counter[str]) -> AsyncIterator[str]:
    async for event in handle.fetch_history_events():
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT:
            timeout = event.workflow_task_timed_out_event_attributes.timeout_type
            late[TimeoutType.Name(timeout).removeprefix("TIMEOUT_TYPE_").lower()] += 1
        elif event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
            failed = event.workflow_task_failed_event_attributes
            if failed.failure.application_failure_info.type == _TOO_SLOW:
                late["over two seconds of work"] += 1
            elif failed.cause != _NO_FAULT:
                yield f"{handle.id}: a task failed: {failed.failure.message}"
