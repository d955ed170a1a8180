"""Which endpoints are in trouble is told by each sign of life: the Web UI shows it while the activity runs."""

import asyncio
from typing import Any

import pytest
from temporalio.testing import ActivityEnvironment

from activities import looking
from activities.postgres.event_outbox import PostgresEventOutbox
from activities.postgres.subscriptions import pause, remove
from activities.webhooks import EventsSent, WebhookActivities
from domain.subscriptions.trouble import InTrouble
from tests.conftest import Database
from tests.integration.receiver import receiver
from tests.integration.subscribing import SEALING, SOURCE, one_case, recorded, standing, subscribe


async def test_a_sign_of_life_names_who_takes_nothing_or_is_paused_since_when_and_why_and_nothing_else(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "SECONDS_BETWEEN_SIGNS", 0.01)
    pool = database.pool
    environment, signs = ActivityEnvironment(), list[Any]()
    environment.on_heartbeat = signs.append
    async with receiver() as well, receiver() as broken:
        broken.head = "500 Whispered"
        for name, url in (("well", well.url), ("housing", broken.url), ("school", broken.url)):
            await subscribe(pool, url, name)
        await pause(pool, "school")
        await one_case(pool)
        await recorded(pool, "C-1", 1, 2)
        activities = WebhookActivities(PostgresEventOutbox(pool, exercise=False), SOURCE, SEALING)
        sending = asyncio.create_task(environment.run(activities.send_events))
        async with asyncio.timeout(60):
            while not (signs and signs[-1].taken == 2 and len(signs[-1].in_trouble) == 2):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        environment.worker_shutdown()
        sent: EventsSent = await sending
    assert sent == signs[-1]
    failing, paused = await standing(pool), await standing(pool, "school")
    assert failing.failing_since
    assert paused.paused_at
    assert sent.in_trouble == (
        InTrouble(subscription="housing", stands="takes nothing", since=failing.failing_since, because="500"),
        InTrouble(subscription="school", stands="paused", since=paused.paused_at, because="by an operator"),
    )
    assert "Whispered" not in sent.model_dump_json()
    assert broken.url not in sent.model_dump_json()


async def test_who_takes_its_events_again_or_is_removed_is_in_trouble_no_more(database: Database) -> None:
    pool = database.pool
    outbox = PostgresEventOutbox(pool, exercise=False)
    await subscribe(pool, "https://desk.example/", "gone")
    await pause(pool, "gone")
    assert len(await outbox.in_trouble()) == 1
    await remove(pool, "gone")
    assert await outbox.in_trouble() == []
