"""Facts to receive in tests of the inbox."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from activities.inbox import Accepted
from activities.postgres.inbox import PostgresInbox
from domain.inbox import InboundFact

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
"""The receipt, where a test names no other."""
RELEASE: dict[str, Any] = {
    "person": "P-1",
    "jurisdiction": "eu",
    "entry": "sentence",
    "kind": "confirmed",
    "release_date": "2027-03-01",
    "supervision_end": "2030-03-01",
}
COMMUNITY: dict[str, Any] = {
    "person": "P-1",
    "jurisdiction": "eu",
    "entry": "suspension",
    "kind": "unknown",
    "release_date": None,
    "supervision_start": "2027-01-01",
}
_ids = count(1)


def inbound(name: str, case: str = "C-1", event_id: str | None = None, **data: object) -> InboundFact:
    return InboundFact(
        source="prison.example",
        id=event_id or f"event-{next(_ids)}",
        type=f"throughcare.{name}.v1",
        case=case,
        time=None,
        data={name.removesuffix("_"): value for name, value in data.items()},
    )


def release(case: str = "C-1", event_id: str | None = None, **changed: object) -> InboundFact:
    return inbound("custody.release-date", case, event_id, **RELEASE | changed)


def report(case: str = "C-1", event_id: str | None = None) -> InboundFact:
    return inbound("supervision.contact", case, event_id, kept=True)


async def accept(inbox: PostgresInbox, *facts: InboundFact, days: int = 0) -> Accepted:
    """Received on the ``days``-th day after the first."""
    return await inbox.accept(facts, NOON + timedelta(days=days))


def numbers(facts: Sequence[Any]) -> list[int]:
    return [fact.number for fact in facts]
