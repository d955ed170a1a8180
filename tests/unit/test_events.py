"""Events on their way into the ledger and back."""

import pytest

import domain.streams  # noqa: F401  (defines every event there is)
from domain.events import Event, event_types


@pytest.mark.parametrize("kind", event_types().values(), ids=list(event_types()))
def test_what_may_be_unknown_may_be_absent(kind: type[Event]) -> None:
    """Fields that are None aren't written: one that must be given couldn't be read back."""
    for name, field in kind.model_fields.items():
        allows_none = type(None) in getattr(field.annotation, "__args__", ())
        assert not (allows_none and field.is_required()), name
