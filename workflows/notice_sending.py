"""Notice sending: carries what members are told out of the house."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.notices import SEND_NOTICES, NoticesSent
    from domain.addresses import NOTICE_SENDING

WITHIN = timedelta(hours=1)
SIGN_OF_LIFE = timedelta(minutes=3)
RETRY = RetryPolicy(initial_interval=timedelta(seconds=5), maximum_interval=timedelta(minutes=5))
"""Without end: while the mail server is away this waits for it, and operators see since when and why."""


@workflow.defn(name=NOTICE_SENDING)
class NoticeSending:
    """One look into the outbox. What it doesn't find yet the next one finds."""

    @workflow.run
    async def run(self) -> NoticesSent:
        sent: NoticesSent = await workflow.execute_activity(
            SEND_NOTICES,
            result_type=NoticesSent,
            start_to_close_timeout=WITHIN,
            heartbeat_timeout=SIGN_OF_LIFE,
            retry_policy=RETRY,
            summary="notices that are due",
        )
        return sent
