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


async def ensure(client: Client, name: str, schedule: Schedule, *, at_once: bool = True) -> None:
    """Creates the schedule, which then runs ``at_once`` too, or brings it in line with this version."""
    try:
        await client.create_schedule(name, schedule, trigger_immediately=at_once)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(name).update(lambda _: ScheduleUpdate(schedule))


def regularly(action: ScheduleActionStartWorkflow, every: timedelta, catch_up: timedelta) -> Schedule:
    """One look at a time; one that was missed is made up for within ``catch_up``."""
    policy = SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=catch_up)
    return Schedule(action, ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)]), policy)


def at(action: ScheduleActionStartWorkflow, cron: str, catch_up: timedelta) -> Schedule:
    """At these times, in UTC; as ``regularly`` otherwise."""
    policy = SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=catch_up)
    return Schedule(action, ScheduleSpec(cron_expressions=[cron]), policy)
