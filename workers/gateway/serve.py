"""The gateway as a process: what it is put together from."""

from datetime import timedelta

from activities.postgres.agencies import PostgresDirectory
from activities.postgres.inbox import PostgresInbox
from workers.gateway.app import build
from workers.gateway.listening import listen
from workers.gateway.reading import PostgresReader
from workers.settings import Settings
from workers.wiring import opened_store, policy_of

STEP_TAKES = timedelta(seconds=30)
"""Of the engine's time, at most: from when a step is due until it is recorded."""


async def run(settings: Settings) -> None:
    """Until asked to stop."""
    async with opened_store(settings.database) as store:
        inbox = PostgresInbox(store.pool, policy_of)
        reader = PostgresReader(store.pool, store.now, store.clock.case_delay(STEP_TAKES))
        app = build(inbox, reader, PostgresDirectory(store.pool), store.now, settings.token)
        await listen(app, settings.host, settings.port)
