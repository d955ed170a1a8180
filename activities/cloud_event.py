"""A recorded event as other systems are told of it: CloudEvents 1.0 in JSON."""

from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from domain.events import Envelope
from domain.subscriptions.told import told_of
from domain.vocabulary import Instant, Reference

CONTENT_TYPE = "application/cloudevents+json"


class CloudEventTold(BaseModel):
    """The envelope of every event that goes out to other systems."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    """As in the ledger, and in the header ``webhook-id``: the same again is a repetition."""
    source: str
    """This deployment."""
    type: str
    subject: Reference
    """The case."""
    time: Instant
    """When it happened, in case time."""
    recordedtime: Instant
    """When the case recorded it, in case time."""
    sequence: str = Field(pattern=r"^[0-9]{10}$")
    """Its place in the ledger of the case: what is told of a case is in this order, with gaps."""
    datacontenttype: Literal["application/json"] = "application/json"
    data: dict[str, Any]


def cloud_event(recorded: Envelope, position: int, source: str) -> CloudEventTold:
    """Always the same of the same event."""
    return CloudEventTold(
        id=recorded.id,
        source=source,
        type=recorded.type,
        subject=recorded.case,
        time=_utc(recorded.occurred_at),
        recordedtime=_utc(recorded.recorded_at),
        sequence=f"{position:010}",
        data=told_of(recorded),
    )


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
