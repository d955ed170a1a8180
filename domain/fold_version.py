"""Which version of the fold a state is of: one that another version has stored may differ, and be no fault."""

import json
from functools import cache
from hashlib import sha256

from domain.streams import StreamState

FOLD = 4
"""Raised when the same events come to other values in fields that were there before; new fields are seen by themselves.

``tests/replay/test_folds.py`` fails when it is forgotten.
"""


def fold_version(state: StreamState) -> str:
    return _version(type(state))


@cache
def _version(kind: type[StreamState]) -> str:
    schema = json.dumps(kind.model_json_schema(mode="serialization"), sort_keys=True)
    return f"{FOLD}-{sha256(schema.encode()).hexdigest()[:12]}"
