"""Every inbound event type of the contract, and the one door through which its data becomes a fact."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_json

import domain.appointment.facts
import domain.assessment.facts
import domain.breach.facts
import domain.case.facts
import domain.closing.facts
import domain.court.facts
import domain.custody.facts
import domain.handover.facts
import domain.meetings.facts
import domain.network.facts
import domain.person.facts
import domain.plan.facts
import domain.reconciliation.facts
import domain.risk.facts
import domain.sharing.facts
import domain.supervision.facts
import domain.transfer.facts  # noqa: F401 - each defines its part of FACT_TYPES
from domain.events import Fact, OwnFact, UnknownEventType, fact_types
from domain.fields import Moment

KEPT_TYPES: dict[str, type[Fact]] = fact_types()
"""All that an inbox keeps, by name."""
FACT_TYPES: dict[str, type[Fact]] = {
    name: kind for name, kind in KEPT_TYPES.items() if not issubclass(kind, OwnFact)
}
"""The inbound event types by name: ``throughcare.custody.released.v1`` …"""


class _WhenItOccurred(BaseModel):
    """What every type takes as ``at``, judged as strictly as the fields of the single types."""

    at: Moment | None = None


def parse_fact(type_name: str, data: Mapping[str, Any], types: Mapping[str, type[Fact]] = FACT_TYPES) -> Fact:
    """The fact that an agency's system has sent, judged strictly: no number for a text, no text for a number.

    Raises ``UnknownEventType``, or ``pydantic.ValidationError`` naming the fields that are wrong.
    """
    try:
        fact_class = types[type_name]
    except KeyError:
        raise UnknownEventType(type_name) from None
    fact = fact_class.model_validate_json(to_json(data), strict=True)
    _WhenItOccurred.model_validate({"at": data.get("at")})
    return fact
