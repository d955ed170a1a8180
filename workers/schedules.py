"""Schedules in Temporal: made once, and brought in line by each start of a worker."""

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


async def ensure(client: Client, name: str, schedule: Schedule) -> None:
    """Creates the schedule, which then runs at once, or brings it in line with this version."""
    try:
        await client.create_schedule(name, schedule, trigger_immediately=True)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(name).update(lambda _: ScheduleUpdate(schedule))


def regularly(action: ScheduleActionStartWorkflow, every: timedelta, catch_up: timedelta) -> Schedule:
    """One look at a time; one that was missed is made up for within ``catch_up``."""
    policy = SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=catch_up)
    return Schedule(action, ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)]), policy)
