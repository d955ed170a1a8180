"""The gateway as a process: what it is put together from."""

import gc
from datetime import timedelta

from activities.postgres.agencies import PostgresDirectory
from activities.postgres.inbox import PostgresInbox
from workers.gateway.app import build
from workers.gateway.callers.issuer import tokens_of
from workers.gateway.group_commit import GroupCommit
from workers.gateway.listening import listen
from workers.gateway.reading import PostgresReader
from workers.settings import GatewaySettings
from workers.wiring import opened_store, policy_of

STEP_TAKES = timedelta(seconds=30)
"""Of the engine's time, at most: from when a step is due until it is recorded."""


async def run(settings: GatewaySettings) -> None:
    """Until asked to stop."""
    async with tokens_of(settings) as tokens, opened_store(settings.database) as store:
        inbox = GroupCommit(PostgresInbox(store.pool, policy_of))
        reader = PostgresReader(store.pool, store.now, store.clock.case_delay(STEP_TAKES))
        directory = PostgresDirectory(store.pool)
        app = build(inbox, reader, directory, store.now, settings.token, tokens)
        # All that is here by now stays: who looks for garbage needn't look through it, while everybody waits.
        gc.collect()
        gc.freeze()
        await listen(app, settings.host, settings.port)
