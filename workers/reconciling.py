"""Reconciliation: what it is put together from, and when it runs."""

from datetime import timedelta
from typing import Any, NamedTuple

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from temporalio.client import Client, ScheduleActionStartWorkflow, WorkflowHandle
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.engine import Engine
from activities.mending import Mending
from activities.postgres.entries import PostgresEntries
from activities.postgres.inbox import PostgresInbox
from activities.postgres.repairs import PostgresRepairs
from activities.postgres.side_by_side import PostgresSideBySide
from activities.reconciliation import Limits, ReconcilingActivities
from domain.addresses import RECONCILIATION, RECONCILIATION_SCHEDULE, TASK_QUEUE
from domain.reconciliation.telling import Reconciled
from workers import schedules
from workers.wiring import Store, opening_of, policy_of
from workflows.reconciliation import ReconciliationOrder

_UNDER_WAY = f"WorkflowType = '{RECONCILIATION}' and ExecutionStatus = 'Running'"
CATCH_UP = timedelta(days=1)
"""One night's run finds whatever was missed."""


class ReconciliationSettings(BaseSettings):
    """Of the worker."""

    model_config = SettingsConfigDict(env_prefix="THROUGHCARE_", frozen=True)

    reconcile_at: str = Field(default="0 3 * * *", pattern=r"^\S+( \S+){4}$")
    """When it runs, as a crontab has it, in UTC; every night by default."""


class Asked(NamedTuple):
    """A run that somebody asked for."""

    handle: WorkflowHandle[Any, Reconciled]
    joined: bool
    """It was under way already, and goes by its own limits."""


def activities_of(client: Client, store: Store) -> ReconcilingActivities:
    engine = Engine(client)
    mending = Mending(
        PostgresInbox(store.pool, policy_of),
        opening_of(client, store),
        engine,
        PostgresRepairs(store.pool, policy_of),
        PostgresEntries(store.pool),
        store.now,
    )
    return ReconcilingActivities(PostgresSideBySide(store.pool, policy_of), engine, mending, store.clock)


async def ensure_schedule(client: Client, settings: ReconciliationSettings) -> None:
    action = ScheduleActionStartWorkflow(
        RECONCILIATION,
        ReconciliationOrder(),
        id=RECONCILIATION_SCHEDULE,
        task_queue=TASK_QUEUE,
        static_summary="the night's",
    )
    schedule = schedules.at(action, settings.reconcile_at, CATCH_UP)
    await schedules.ensure(client, RECONCILIATION_SCHEDULE, schedule, at_once=False)


async def asked_for(client: Client, grace: timedelta) -> Asked:
    """The run that is under way, whoever began it; else a new one. Those of the schedule have its time in their id."""
    async for listed in client.list_workflows(_UNDER_WAY):
        if await Engine(client).running_now([listed.id]):
            return _joined(client, listed.id)
    try:
        handle = await client.start_workflow(
            RECONCILIATION,
            ReconciliationOrder(limits=Limits(grace=grace)),
            id=RECONCILIATION_SCHEDULE,
            task_queue=TASK_QUEUE,
            result_type=Reconciled,
            static_summary="asked for at the terminal",
        )
    except WorkflowAlreadyStartedError:
        # Not listed yet: somebody has asked at the same moment.
        return _joined(client, RECONCILIATION_SCHEDULE)
    return Asked(handle, joined=False)


def _joined(client: Client, run: str) -> Asked:
    return Asked(client.get_workflow_handle(run, result_type=Reconciled), joined=True)
