"""The bytes that the ledger keeps of an event, and the chain of hashes that binds them."""

import hashlib
import json
from typing import Any

from domain.events import Envelope

GENESIS = b""
"""Before the first event of a case."""


def record_of(envelope: Envelope, position: int) -> bytes:
    """The event, its envelope and its position as canonical JSON: keys sorted, no whitespace, UTF-8."""
    return canonical({**envelope.model_dump(mode="json"), "position": position})


def canonical(value: dict[str, Any]) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def link(previous: bytes, record: bytes) -> bytes:
    return hashlib.sha256(previous + record).digest()


def envelope_of(record: bytes) -> Envelope:
    fields = json.loads(record)
    del fields["position"]
    return Envelope.model_validate(fields)
