"""The release watch: sees to it that every case that is to be open has a workflow."""

from datetime import date, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.release_watch import (
        OPEN_DUE_CASES,
        RESTART_LOST_CASES,
        CasesOpened,
        CasesRestarted,
        OpenDueCases,
        WatchOrder,
    )
    from domain.addresses import RELEASE_WATCH

WITHIN = timedelta(hours=1)
SIGN_OF_LIFE = timedelta(seconds=30)
RETRY = RetryPolicy(maximum_interval=timedelta(seconds=10))


@workflow.defn(name=RELEASE_WATCH)
class ReleaseWatch:
    """One look at the register: opens what has come within its policy's lead time, restarts what was lost.

    A look that was missed is made up for by the next one.
    """

    @workflow.run
    async def run(self, order: WatchOrder) -> CasesOpened:
        today = (order.clock.case_time(workflow.now()) + order.ahead).date()
        after: str | None = order.after
        opened, failed = order.opened, order.failed
        while after is not None:
            found = await self._open(today, after)
            after, opened, failed = found.after, opened + found.opened, failed + found.failed
            if after is not None and workflow.info().is_continue_as_new_suggested():
                so_far = {"after": after, "opened": opened, "failed": failed}
                workflow.continue_as_new(order.model_copy(update=so_far))
        await workflow.execute_activity(
            RESTART_LOST_CASES,
            result_type=CasesRestarted,
            start_to_close_timeout=WITHIN,
            heartbeat_timeout=SIGN_OF_LIFE,
            retry_policy=RETRY,
            summary="cases that have lost their workflow",
        )
        return CasesOpened(opened=opened, failed=failed)

    async def _open(self, today: date, after: str) -> CasesOpened:
        opened: CasesOpened = await workflow.execute_activity(
            OPEN_DUE_CASES,
            OpenDueCases(today=today, after=after),
            result_type=CasesOpened,
            start_to_close_timeout=WITHIN,
            heartbeat_timeout=SIGN_OF_LIFE,
            retry_policy=RETRY,
            summary=f"cases to be open on {today}" + (f", after {after}" if after else ""),
        )
        return opened
