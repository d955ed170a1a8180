"""The base on its own: one stream, brought to a real ledger by a workflow that exists only in the tests."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowUpdateFailedError
from temporalio.worker import Worker

from activities.ledger import MOST_BYTES, MOST_EVENTS, LedgerActivities
from activities.postgres.ledger import PostgresLedger
from activities.postgres.verify import verify
from domain.addresses import WAIVE
from domain.events import StreamRewound
from domain.obligations.obligation import (
    ObligationEscalated,
    ObligationRaised,
    ObligationReminded,
    ObligationWaived,
)
from tests.conftest import Database
from tests.integration.recording import CASE, batch, envelope, make_case
from tests.orchestration.diary import Diary
from tests.orchestration.keeping import QUEUE, STREAM, FickleLedger, Keeping
from tests.orchestration.world import skipping_time
from workflows.commands import Recorded, Waive


@pytest_asyncio.fixture
async def diary(database: Database) -> AsyncIterator[Keeping]:
    await make_case(database.pool)
    ledger = FickleLedger(PostgresLedger(database.pool))
    activities = LedgerActivities(ledger)
    async with (
        skipping_time() as environment,
        Worker(
            environment.client,
            task_queue=QUEUE,
            workflows=[Diary],
            activities=[activities.append, activities.load],
        ),
    ):
        diary = Keeping(environment, database, ledger)
        await diary.start()
        yield diary


async def test_events_reach_the_ledger_in_the_order_in_which_they_were_emitted(diary: Keeping) -> None:
    duties = [await diary.duty(f"duty-{n}") for n in range(2 * MOST_EVENTS + 50)]
    await diary.owe(*duties)
    assert await diary.stop() == len(duties)
    recorded = await diary.recorded()
    assert [each.version for each in recorded] == list(range(1, len(duties) + 1))
    assert [each.data["obligation"] for each in recorded] == [each.id for each in duties]
    assert [len(each.events) for each in diary.ledger.batches] == [MOST_EVENTS, MOST_EVENTS, 50]


async def test_a_batch_is_never_larger_than_an_activity_may_take(diary: Keeping) -> None:
    await diary.owe(*[await diary.duty(f"duty-{n}", what="x" * 20_000) for n in range(60)])
    assert await diary.stop() == 60
    sizes = [sum(len(each.model_dump_json()) for each in one.events) for one in diary.ledger.batches]
    assert len(sizes) == 3
    assert max(sizes) <= MOST_BYTES


async def test_a_single_event_above_the_limit_goes_alone(diary: Keeping) -> None:
    large = "x" * (MOST_BYTES + 1)
    await diary.owe(await diary.duty("a"), await diary.duty("b", what=large), await diary.duty("c"))
    assert await diary.stop() == 3
    assert [len(each.events) for each in diary.ledger.batches] == [1, 1, 1]


async def test_a_command_is_answered_only_once_the_ledger_has_it(diary: Keeping) -> None:
    await diary.owe(await diary.duty())
    await diary.until_recorded(lambda recorded: len(recorded) == 1)
    diary.ledger.reachable.clear()
    waive = Waive(obligation="one", by="operator", reason="No longer needed.")
    asked = asyncio.create_task(diary.handle.execute_update(WAIVE, waive, result_type=Recorded))
    while not (await diary.standing()).queue:  # noqa: ASYNC110 - nothing tells us
        await asyncio.sleep(0.02)
    assert not asked.done()
    diary.ledger.reachable.set()
    answer = await asked
    recorded = await diary.recorded()
    assert (recorded[-1].type, recorded[-1].version) == (ObligationWaived.TYPE, answer.version)
    assert recorded[-1].actor == "operator"


async def test_a_command_that_does_not_fit_is_refused_and_leaves_no_trace(diary: Keeping) -> None:
    await diary.owe(await diary.duty())
    before = await diary.until_recorded(lambda recorded: len(recorded) == 1)
    waive = Waive(obligation="other", by="operator", reason="No longer needed.")
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await diary.handle.execute_update(WAIVE, waive, result_type=Recorded)
    assert "obligation 'other': it isn't owed here" in str(refused.value.cause)
    assert await diary.recorded() == before
    assert await diary.happened(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED) == 0


async def test_what_another_life_has_recorded_is_rewound_and_ours_follows_behind_it(diary: Keeping) -> None:
    ours = [await diary.duty(f"ours-{n}") for n in (1, 2, 3)]
    await diary.owe(ours[0])
    await diary.until_recorded(lambda recorded: len(recorded) == 1)
    await diary.ledger.append(batch(envelope(2, stream=STREAM), envelope(3, stream=STREAM)))
    await diary.owe(*ours)
    recorded = await diary.until_recorded(lambda recorded: len(recorded) == 6)
    assert StreamRewound.model_validate(recorded[3].data) == StreamRewound(kept=1, discarded=(2, 3))
    assert [each.data["obligation"] for each in recorded[4:]] == ["ours-2", "ours-3"]
    await diary.ensure_standing()
    verified = await verify(diary.database.pool, CASE)
    assert [(each.version, each.discarded) for each in verified.rewinds] == [(4, (2, 3))]


async def test_events_that_another_life_has_recorded_too_are_recorded_anew_behind_it(diary: Keeping) -> None:
    duties = [await diary.duty(name) for name in ("one", "two")]
    diary.ledger.reachable.clear()
    await diary.owe(*duties)
    while not (queue := (await diary.standing()).queue):  # noqa: ASYNC110 - nothing tells us
        await asyncio.sleep(0.02)
    await PostgresLedger(diary.database.pool).append(batch(queue[0], envelope(2, stream=STREAM)))
    diary.ledger.reachable.set()
    recorded = await diary.until_recorded(lambda recorded: len(recorded) == 5)
    assert StreamRewound.model_validate(recorded[2].data) == StreamRewound(kept=0, discarded=(1, 2))
    assert [each.data["obligation"] for each in recorded[3:]] == ["one", "two"]
    await diary.ensure_standing()


async def test_a_command_that_meets_another_life_is_recorded_behind_it(diary: Keeping) -> None:
    await diary.owe(await diary.duty())
    await diary.until_recorded(lambda recorded: len(recorded) == 1)
    await diary.ledger.append(batch(envelope(2, stream=STREAM)))
    waive = Waive(obligation="one", by="operator", reason="No longer needed.")
    answer = await diary.handle.execute_update(WAIVE, waive, result_type=Recorded)
    recorded = await diary.recorded()
    assert [each.type for each in recorded[2:]] == [StreamRewound.TYPE, ObligationWaived.TYPE]
    assert answer.version == recorded[-1].version
    await diary.ensure_standing()


async def test_a_workflow_that_is_started_again_goes_on_from_its_ledger(diary: Keeping) -> None:
    owed = await diary.duty()
    await diary.owe(owed)
    assert await diary.stop() == 1
    await diary.start()
    await diary.owe(owed, await diary.duty("two"))
    assert await diary.stop() == 2
    assert [each.data["obligation"] for each in await diary.recorded()] == ["one", "two"]


async def test_while_the_store_is_away_nothing_is_lost_and_nothing_comes_twice(diary: Keeping) -> None:
    diary.ledger.failures = 4
    duties = [await diary.duty(name) for name in ("one", "two", "three")]
    await diary.owe(duties[0])
    await diary.owe(*duties[:2])
    await diary.environment.sleep(timedelta(minutes=1))
    await diary.owe(*duties)
    assert await diary.stop() == 3
    assert [each.data["obligation"] for each in await diary.recorded()] == ["one", "two", "three"]


async def test_what_is_owed_is_reminded_and_escalated_at_its_dates_and_never_twice(diary: Keeping) -> None:
    owed = await diary.duty(days=10)
    await diary.owe(owed)
    for _ in range(30):
        await diary.environment.sleep(timedelta(days=1))
        await diary.handle.signal(Diary.wake)
    await diary.ensure_standing()
    steps = [
        (each.type, round((each.recorded_at - owed.due) / timedelta(days=1), 2))
        for each in await diary.recorded()
    ]
    escalated = [(ObligationEscalated.TYPE, 7.0 * week) for week in range(3)]
    assert steps == [(ObligationRaised.TYPE, -10.0), (ObligationReminded.TYPE, -5.0), *escalated]


async def test_waiting_keeps_one_timer_however_often_it_is_woken(diary: Keeping) -> None:
    later = await diary.duty(days=20)
    await diary.owe(later)
    for _ in range(10):
        await diary.handle.signal(Diary.wake)
    await diary.until_recorded(lambda recorded: len(recorded) == 1)
    assert await diary.happened(EventType.EVENT_TYPE_TIMER_STARTED) == 1
    await diary.owe(later, await diary.duty("sooner", days=2))
    await diary.until_recorded(lambda recorded: len(recorded) == 2)
    assert await diary.happened(EventType.EVENT_TYPE_TIMER_STARTED) == 2
    assert await diary.happened(EventType.EVENT_TYPE_TIMER_CANCELED) == 1
