"""The schedule of the release watch."""

from datetime import timedelta

from temporalio.client import Client, Schedule, ScheduleActionStartWorkflow

from activities.release_watch import WatchOrder
from domain.addresses import RELEASE_WATCH, RELEASE_WATCH_SCHEDULE, TASK_QUEUE
from domain.clock import CaseClock
from workers import schedules

CATCH_UP = timedelta(days=365)
CATCH_UP_IN_EXERCISE = timedelta(minutes=1)
"""A look finds whatever was missed; thousands of looks after a night's rest would find it no better."""


async def ensure_schedule(client: Client, clock: CaseClock) -> None:
    """In line with this clock."""
    await schedules.ensure(client, RELEASE_WATCH_SCHEDULE, watch_schedule(clock))


def watch_schedule(clock: CaseClock) -> Schedule:
    """Every day; in an exercise every second, one look ahead so that no case opens late by it."""
    every = clock.engine_delay(clock.watch_interval)
    ahead = clock.watch_interval if clock.is_exercise else timedelta()
    action = ScheduleActionStartWorkflow(
        RELEASE_WATCH,
        WatchOrder(clock=clock, ahead=ahead),
        id=RELEASE_WATCH_SCHEDULE,
        task_queue=TASK_QUEUE,
    )
    return schedules.regularly(action, every, CATCH_UP_IN_EXERCISE if clock.is_exercise else CATCH_UP)
