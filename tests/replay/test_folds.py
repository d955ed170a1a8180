"""What recorded streams come to: a fold that comes to something else is another version of it."""

import json
from hashlib import sha256

from temporalio.client import WorkflowHistory

from activities.ledger import APPEND, Append
from domain.events import Envelope
from domain.fold_version import FOLD
from domain.streams import fold_all
from tests.replay.test_histories import STORED, stored

COMES_TO = (4, "a71943fa862a")
"""The version of the fold, and a digest of what the events of the stored histories come to with it."""


def test_where_the_same_events_come_to_something_else_the_fold_has_another_version() -> None:
    digest = sha256()
    for file in STORED:
        for stream, events in sorted(_streams(stored(file)).items()):
            # Without defaults: a field that says nothing of these events makes no other version.
            state = fold_all(stream, events).model_dump(mode="json", exclude_defaults=True)
            digest.update(json.dumps(state, sort_keys=True).encode())
    assert (FOLD, digest.hexdigest()[:12]) == COMES_TO, (
        "raise FOLD, unless all that differs are new fields; put both here"
    )


def _streams(history: WorkflowHistory) -> dict[str, list[Envelope]]:
    """Taken from what the workflow has sent to the ledger."""
    streams: dict[str, list[Envelope]] = {}
    for event in history.events:
        scheduled = event.activity_task_scheduled_event_attributes
        if scheduled.activity_type.name == APPEND:
            batch = Append.model_validate_json(scheduled.input.payloads[0].data)
            streams.setdefault(batch.stream, []).extend(batch.events)
    return streams
