"""Event sending: tells other systems what was recorded."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.webhooks import SEND_EVENTS, EventsSent
    from domain.addresses import EVENT_SENDING
    from workflows.sending import send


@workflow.defn(name=EVENT_SENDING)
class EventSending:
    """Looks into the outbox of events for an hour; then the schedule begins another one.

    Apart from the notices: where no mail can be sent, events still are.
    """

    @workflow.run
    async def run(self) -> EventsSent:
        return await send(SEND_EVENTS, EventsSent, summary="events that are due")
