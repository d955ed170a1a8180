"""What operators see of a workflow in the Web UI: search attributes to list by, and details to read."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

with workflow.unsafe.imports_passed_through():
    from domain.addresses import SEARCH_ATTRIBUTES
    from domain.briefing.listing import Listed, listed_by
    from domain.case.state import CaseState
    from domain.procedure import ProcedureState

_MAKERS: dict[str, Callable[[str], SearchAttributeKey[Any]]] = {
    "Keyword": SearchAttributeKey.for_keyword,
    "Int": SearchAttributeKey.for_int,
    "Datetime": SearchAttributeKey.for_datetime,
}
_KEYS = {name: _MAKERS[kind](name) for name, kind in SEARCH_ATTRIBUTES.items()}

LISTED_AS_ENDED = "listed-as-ended"


class Desk:
    """Tells the engine only what has changed since the last time: every upsert is an event in the history."""

    def __init__(self) -> None:
        self._shown: Listed = {}

    def show(self, state: CaseState | ProcedureState, details: str, now: datetime) -> None:
        workflow.set_current_details(details)
        if changed := self._changed(state, now):
            self._tell(changed)

    def show_the_end(self, state: CaseState | ProcedureState, details: str, now: datetime) -> None:
        """What has ended owes nothing any more: it must not stay on the list of what is overdue."""
        workflow.set_current_details(details)
        changed = self._changed(state, now)
        if changed and workflow.patched(LISTED_AS_ENDED):
            self._tell(changed)

    def _changed(self, state: CaseState | ProcedureState, now: datetime) -> Listed:
        values = listed_by(state, now)
        return {name: value for name, value in values.items() if self._shown.get(name) != value}

    def _tell(self, changed: Listed) -> None:
        workflow.upsert_search_attributes([_update(name, value) for name, value in changed.items()])
        self._shown |= changed


def _update(name: str, value: str | int | datetime | None) -> SearchAttributeUpdate[Any]:
    key = _KEYS[name]
    return key.value_unset() if value is None else key.value_set(value)
