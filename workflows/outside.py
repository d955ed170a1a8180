"""How a workflow asks the world outside: for as long as it takes, and again where a reset has ended the attempt."""

from datetime import timedelta
from typing import TypeVar

from pydantic import BaseModel
from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, FailureError

Answer = TypeVar("Answer", bound=BaseModel)

PATIENT = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=10))
"""While PostgreSQL is away we try for ever, at most ten seconds apart."""
ATTEMPT = timedelta(seconds=10)
"""Then its worker has died, and another one tries: an append that comes twice is stored once."""
MOST_BYTES_OF_SUMMARY = 200
"""What Temporal takes."""


async def ask(activity: str, asked: BaseModel, answer: type[Answer], summary: str) -> Answer:
    """Never a local activity: one runs again with other timestamps when its worker dies before the workflow task
    is on record, and the ledger would keep what the history never says."""
    while True:
        try:
            answered: Answer = await workflow.execute_activity(
                activity,
                asked,
                result_type=answer,
                start_to_close_timeout=ATTEMPT,
                retry_policy=PATIENT,
                summary=summary,
            )
        except ActivityError as exc:
            if not _ended_by_reset(exc):
                raise
        else:
            return answered


def _ended_by_reset(error: ActivityError) -> bool:
    failure = error.cause.failure if isinstance(error.cause, FailureError) else None
    return failure is not None and failure.HasField("reset_workflow_failure_info")
