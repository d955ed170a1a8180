"""Both channels out of the house are kept open by activities that look again and again; a worker ends them cleanly."""

import asyncio
import dataclasses
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import ActivityEnvironment, WorkflowEnvironment
from temporalio.worker import Worker

from activities import looking, webhooks
from activities.errors import StoreUnavailable
from activities.looking import keep_looking
from activities.mail_folder import MailFolder
from activities.notices import NoticeActivities, NoticesSent
from activities.postgres.event_outbox import PostgresEventOutbox
from activities.postgres.ledger import PostgresLedger
from activities.postgres.outbox import PostgresOutbox
from activities.webhooks import EventsSent, WebhookActivities
from domain.addresses import EVENT_SENDING
from domain.network.events import MemberInvited
from tests.conftest import Database
from tests.integration.receiver import receiver
from tests.integration.recording import STREAM, batch, envelope
from tests.integration.subscribing import SEALING, SOURCE, one_case, recorded, subscribe, subscribed_case
from tests.integration.test_sending import SENDER, known
from tests.orchestration.world import TEST_SERVER
from tests.unit.test_calendar_files import POLICE
from workers.case_worker import SANDBOX
from workflows.event_sending import EventSending

AT_MOST = 30.0
"""Seconds that a busy machine is given."""


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(AT_MOST):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def webhook_activities(database: Database) -> WebhookActivities:
    return WebhookActivities(PostgresEventOutbox(database.pool, exercise=False), SOURCE, SEALING)


async def test_what_is_recorded_while_they_look_leaves_by_mail_and_by_webhook(
    database: Database, tmp_path: Path
) -> None:
    environment = ActivityEnvironment()
    notices = NoticeActivities(PostgresOutbox(database.pool), MailFolder(tmp_path / "mail"), SENDER)
    async with receiver() as system:

        def both_have(events: int) -> bool:
            return len(list((tmp_path / "mail").glob("*.eml"))) == len(system.taken) == events

        await subscribe(database.pool, system.url)
        await one_case(database.pool)
        await known(database, POLICE, channel="mail", address="desk@north.example")
        mailing = asyncio.create_task(environment.run(notices.send_notices))
        telling = asyncio.create_task(environment.run(webhook_activities(database).send_events))
        for version in (1, 2):
            invited = envelope(version, MemberInvited(member=POLICE), STREAM)
            await PostgresLedger(database.pool).append(batch(invited))
            await until(partial(both_have, version))
        environment.worker_shutdown()
        assert await mailing == NoticesSent(sent=2)
        assert await telling == EventsSent(taken=2)


async def test_a_worker_that_stops_waits_a_little_for_an_endpoint_that_hangs(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "SECONDS_TO_FINISH", 0.2)
    environment = ActivityEnvironment()
    async with receiver() as system:
        system.mood = "hanging"
        await subscribed_case(database.pool, system.url, events=1)
        telling = asyncio.create_task(environment.run(webhook_activities(database).send_events))
        await until(lambda: bool(system.posted))
        environment.worker_shutdown()
        assert await telling == EventsSent(), "it didn't wait until the endpoint had had its time"
    leased = await database.pool.fetchval("select leased_until > now() from subscription")
    assert not leased, "another worker may go on at once"


async def test_signs_of_life_come_while_a_look_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "SECONDS_BETWEEN_SIGNS", 0.01)
    environment, signs = ActivityEnvironment(), 0

    def on_sign(*_: object) -> None:
        nonlocal signs
        signs += 1

    async def look() -> bool:
        await until(lambda: signs > 5)
        environment.worker_shutdown()
        return True

    environment.on_heartbeat = on_sign
    await environment.run(keep_looking, look, EventsSent)
    assert signs > 5


@pytest.mark.parametrize(("attempt", "looks"), [(1, 3), (2, 2)])
async def test_after_trouble_it_ends_as_soon_as_it_gets_through_so_that_nobody_reads_of_trouble_that_is_over(
    attempt: int, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "SECONDS_BETWEEN_LOOKS", 0.01)
    environment = ActivityEnvironment()
    environment.info = dataclasses.replace(environment.info, attempt=attempt)
    looked = 0

    async def look() -> bool:
        nonlocal looked
        looked += 1
        if looked == 3:
            environment.worker_shutdown()
        return looked > 1

    await environment.run(keep_looking, look, EventsSent)
    assert looked == looks


async def test_its_time_is_over_after_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "LASTS", timedelta())

    async def look() -> bool:
        raise AssertionError("it has no time left")

    await ActivityEnvironment().run(keep_looking, look, EventsSent)


async def test_what_comes_in_the_way_of_serving_an_endpoint_is_the_failure_of_the_activity(
    database: Database,
) -> None:
    class Breaking(PostgresEventOutbox):
        async def settle(self, *_: object) -> None:
            raise StoreUnavailable("PostgreSQL can't be reached")

    async with receiver() as system:
        await subscribed_case(database.pool, system.url, events=1)
        activities = WebhookActivities(Breaking(database.pool, exercise=False), SOURCE, SEALING)
        with pytest.raises(StoreUnavailable, match="PostgreSQL"):
            await ActivityEnvironment().run(activities.send_events)


async def test_the_workflow_sends_and_its_worker_stops_without_a_trace_of_failure(database: Database) -> None:
    async with (
        receiver() as system,
        await WorkflowEnvironment.start_time_skipping(
            test_server_existing_path=str(TEST_SERVER), data_converter=pydantic_data_converter
        ) as environment,
    ):
        await subscribe(database.pool, system.url)
        await one_case(database.pool)
        client = environment.client

        def worker() -> Worker:
            return Worker(
                client,
                task_queue="events",
                workflows=[EventSending],
                activities=[webhook_activities(database).send_events],
                workflow_runner=SANDBOX,
                graceful_shutdown_timeout=timedelta(seconds=10),
                max_cached_workflows=0,  # this server would keep the next task for the worker that has stopped
            )

        async with worker():
            handle = await client.start_workflow(EVENT_SENDING, id="events", task_queue="events")
            await recorded(database.pool, "C-1", 1, 3)
            await until(lambda: len(system.taken) == 3)
        async with worker():
            assert EventsSent.model_validate(await handle.result()) == EventsSent(taken=3)
