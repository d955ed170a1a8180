"""Notice sending: carries what members are told out of the house."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.notices import SEND_NOTICES, NoticesSent
    from domain.addresses import NOTICE_SENDING
    from workflows.sending import send


@workflow.defn(name=NOTICE_SENDING)
class NoticeSending:
    """Looks into the outbox of mails for an hour; then the schedule begins another one."""

    @workflow.run
    async def run(self) -> NoticesSent:
        return await send(SEND_NOTICES, NoticesSent, summary="notices that are due")
