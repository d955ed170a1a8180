"""The schedule of the release watch."""

from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
)

from activities.opening import WatchOrder
from domain.addresses import RELEASE_WATCH, RELEASE_WATCH_SCHEDULE, TASK_QUEUE
from domain.clock import CaseClock

CATCH_UP = timedelta(days=365)
CATCH_UP_IN_EXERCISE = timedelta(minutes=1)
"""A look finds whatever was missed; thousands of looks after a night's rest would find it no better."""


async def ensure_schedule(client: Client, clock: CaseClock) -> None:
    """Creates the schedule, or brings it in line with this version and this clock."""
    schedule = watch_schedule(clock)
    try:
        await client.create_schedule(RELEASE_WATCH_SCHEDULE, schedule, trigger_immediately=True)
    except ScheduleAlreadyRunningError:
        handle = client.get_schedule_handle(RELEASE_WATCH_SCHEDULE)
        await handle.update(lambda _: ScheduleUpdate(schedule))


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
    window = CATCH_UP_IN_EXERCISE if clock.is_exercise else CATCH_UP
    policy = SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=window)
    return Schedule(action, ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)]), policy)
