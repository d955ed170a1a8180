"""The worker: runs the cases' workflows and their activities."""

import asyncio
import signal
from datetime import timedelta

import structlog
from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.agencies import DirectoryActivities
from activities.calendars import read_calendar
from activities.inbox import InboxActivities
from activities.ledger import LedgerActivities
from activities.notices import NoticeActivities
from activities.policies import read_policy
from activities.postgres.agencies import PostgresDirectory
from activities.postgres.event_outbox import PostgresEventOutbox
from activities.postgres.inbox import PostgresInbox
from activities.postgres.ledger import PostgresLedger
from activities.postgres.outbox import PostgresOutbox
from activities.postgres.register import PostgresRegister
from activities.postgres.sealed import seal_anew
from activities.release_watch import OpeningActivities
from activities.sealing import SETTING, Sealing
from activities.webhooks import WebhookActivities
from domain.addresses import TASK_QUEUE
from workers import reconciling, sending
from workers.event_settings import EventSettings
from workers.mail_settings import MailSettings
from workers.reconciling import ReconciliationSettings
from workers.settings import Settings
from workers.watch import ensure_schedule
from workers.wiring import Store, opened_store, opening_of, policy_of, temporal_client
from workflows.event_sending import EventSending
from workflows.notice_sending import NoticeSending
from workflows.procedures import PROCEDURES
from workflows.reconciliation import Reconciliation
from workflows.release_watch import ReleaseWatch
from workflows.transition_case import TransitionCase

_log = structlog.get_logger()
WORKFLOWS = (TransitionCase, ReleaseWatch, NoticeSending, EventSending, Reconciliation, *PROCEDURES.values())
SANDBOX = SandboxedWorkflowRunner(
    restrictions=SandboxRestrictions.default.with_passthrough_modules("activities", "domain", "workflows")
)
"""Our own modules are shared by all workflows: imported anew for each, they cost seven times the memory.

What the sandbox would have caught in them, clocks and chance, ``tests/architecture`` looks for.
"""
_FINISHES_WITHIN = timedelta(seconds=10)
_TASKS_AT_A_TIME = 8
"""Of workflows. The engine gives each ten seconds: when many have to be replayed, after a restart, they have to wait
with the engine rather than share the processor until all of them come too late, and are begun anew."""


def worker_of(
    client: Client, store: Store, mail: MailSettings, events: EventSettings, task_queue: str = TASK_QUEUE
) -> Worker:
    """A worker with every workflow and activity, over this store."""
    register = PostgresRegister(store.pool)
    ledger = LedgerActivities(PostgresLedger(store.pool))
    inbox = InboxActivities(PostgresInbox(store.pool, policy_of))
    directory = DirectoryActivities(PostgresDirectory(store.pool))
    opening = OpeningActivities(opening_of(client, store), register)
    reconciliation = reconciling.activities_of(client, store)
    notices = NoticeActivities(
        PostgresOutbox(store.pool), sending.post_of(mail, store.clock), mail.sender_address
    )
    outbox = PostgresEventOutbox(store.pool, exercise=store.clock.is_exercise)
    webhooks = WebhookActivities(outbox, events.source, Sealing.by(events.subscription_keys))
    return Worker(
        client,
        task_queue=task_queue,
        workflows=WORKFLOWS,
        activities=[
            ledger.append,
            ledger.load,
            ledger.unfinished,
            inbox.read_facts,
            opening.open_due_cases,
            opening.restart_lost_cases,
            read_calendar,
            read_policy,
            directory.choose_members,
            notices.send_notices,
            reconciliation.compare_cases,
            reconciliation.compare_workflows,
            reconciliation.settle_differences,
            reconciliation.close_entries,
            webhooks.send_events,
        ],
        workflow_runner=SANDBOX,
        max_concurrent_workflow_tasks=_TASKS_AT_A_TIME,
        graceful_shutdown_timeout=_FINISHES_WITHIN,
    )


async def run(
    settings: Settings, mail: MailSettings, events: EventSettings, nightly: ReconciliationSettings
) -> None:
    """Until asked to stop."""
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    async with opened_store(settings.database) as store:
        client = await temporal_client(settings, lazy=False)
        if closed := await seal_anew(store.pool, Sealing.by(events.subscription_keys)):
            _log.error("subscription secrets that no key opens", subscriptions=closed, setting=SETTING)
        await ensure_schedule(client, store.clock)
        await sending.ensure_schedules(client)
        await reconciling.ensure_schedule(client, nightly)
        async with worker_of(client, store, mail, events):
            await stop.wait()
