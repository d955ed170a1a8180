"""How a channel out of the house is kept open: by one activity that looks again and again, wherever a worker runs."""

from datetime import timedelta
from typing import TypeVar

from pydantic import BaseModel
from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.looking import LASTS

WITHIN = LASTS + timedelta(hours=1)
"""A queue of mails that has begun goes on to its end."""
SIGN_OF_LIFE = timedelta(seconds=30)
"""A worker that was killed is missed after so long, and another one goes on."""
RETRY = RetryPolicy(initial_interval=timedelta(seconds=5), maximum_interval=timedelta(minutes=5))
"""Without end: while nothing can be sent this waits for it, and operators see since when and why."""

Sent = TypeVar("Sent", bound=BaseModel)


async def send(activity: str, sent: type[Sent], summary: str) -> Sent:
    found: Sent = await workflow.execute_activity(
        activity,
        result_type=sent,
        start_to_close_timeout=WITHIN,
        heartbeat_timeout=SIGN_OF_LIFE,
        retry_policy=RETRY,
        summary=summary,
    )
    return found
