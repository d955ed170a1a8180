"""The ledger as the pictures read it: each record with its short name, its time and its lane."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

CASE_LANE = "case"


@dataclass(frozen=True)
class Record:
    name: str
    """``custody.released``, without prefix and version."""
    at: datetime
    lane: str
    """The procedure whose stream it stands in, or the case itself."""
    stream: str
    data: dict[str, Any]

    def instant(self, field: str) -> datetime:
        return datetime.fromisoformat(self.data[field])


def records(ledger: Sequence[dict[str, Any]]) -> list[Record]:
    """In the order in which they occurred; of those of one moment, in recorded order."""
    return sorted((_record(event) for event in ledger), key=lambda record: record.at)


def _record(event: dict[str, Any]) -> Record:
    parts = event["stream"].split("/")
    return Record(
        name=event["type"].removeprefix("throughcare.").removesuffix(".v1"),
        at=datetime.fromisoformat(event["occurred_at"]),
        lane=parts[2] if len(parts) > 2 else CASE_LANE,
        stream=event["stream"],
        data=event["data"],
    )
