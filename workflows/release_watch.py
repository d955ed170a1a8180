"""The release watch: opens every case whose release has come within its policy's lead time."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.opening import OPEN_DUE_CASES, CasesOpened, OpenDueCases, WatchOrder
    from domain.addresses import RELEASE_WATCH


@workflow.defn(name=RELEASE_WATCH)
class ReleaseWatch:
    """One look at the register. A look that was missed is made up for by the next one."""

    @workflow.run
    async def run(self, order: WatchOrder) -> CasesOpened:
        today = (order.clock.case_time(workflow.now()) + order.ahead).date()
        opened: CasesOpened = await workflow.execute_activity(
            OPEN_DUE_CASES,
            OpenDueCases(today=today),
            result_type=CasesOpened,
            start_to_close_timeout=timedelta(hours=1),
            heartbeat_timeout=timedelta(seconds=30),
            retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=10)),
            summary=f"cases to be open on {today}",
        )
        return opened
