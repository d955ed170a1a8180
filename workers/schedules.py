"""Schedules in Temporal: made once, and brought in line by each start of a worker."""

from temporalio.client import Client, Schedule, ScheduleAlreadyRunningError, ScheduleUpdate


async def ensure(client: Client, name: str, schedule: Schedule) -> None:
    """Creates the schedule, which then runs at once, or brings it in line with this version."""
    try:
        await client.create_schedule(name, schedule, trigger_immediately=True)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(name).update(lambda _: ScheduleUpdate(schedule))
