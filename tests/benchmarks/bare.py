"""A bare Temporal workflow: hears signals, runs activities, knows nothing. What ours is measured against."""

from datetime import timedelta

from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    from pydantic import BaseModel

    from activities.opening import Delivery
    from domain.addresses import DELIVER

BARE_QUEUE = "bare"
BARE = "Bare"
DO_NOTHING = "do_nothing"
WITHIN = timedelta(seconds=30)


class BareStart(BaseModel):
    signals: int
    activities: int
    """Spread evenly behind the signals."""


@workflow.defn(name=BARE)
class Bare:
    @workflow.init
    def __init__(self, _: BareStart) -> None:
        self._heard = 0
        self._taken = 0

    @workflow.signal(name=DELIVER)
    def deliver(self, _: Delivery) -> None:
        self._heard += 1

    @workflow.run
    async def run(self, start: BareStart) -> None:
        done = 0
        while self._taken < start.signals:
            await workflow.wait_condition(lambda: self._heard > self._taken)
            self._taken += 1
            while done < start.activities * self._taken // start.signals:
                await workflow.execute_activity(DO_NOTHING, start_to_close_timeout=WITHIN)
                done += 1


@activity.defn(name=DO_NOTHING)
async def do_nothing() -> None:
    """As little as an activity can do."""
