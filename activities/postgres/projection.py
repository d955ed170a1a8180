"""What a folded state is stored as: its JSON, and the columns by which cases are listed."""

from datetime import datetime
from typing import NamedTuple

from domain.addresses import is_case_stream, procedure_of
from domain.case.state import CaseState
from domain.obligations.reconcile import earliest
from domain.streams import StreamState


class CaseColumns(NamedTuple):
    """What ``GET /cases`` filters by."""

    phase: str | None
    closed_because: str | None
    manager: str | None
    served_by: str | None


def case_columns(state: StreamState) -> CaseColumns | None:
    """Only the case's own stream knows them."""
    if not isinstance(state, CaseState):
        return None
    return CaseColumns(state.phase, state.closed_because, state.manager, state.jurisdiction)


def next_due(state: StreamState) -> datetime | None:
    open_ones = (obligation for obligation in state.obligations.values() if obligation.state == "open")
    return earliest(obligation.due for obligation in open_ones)


def kind_of(stream: str) -> str:
    """``case``, or the name of the procedure."""
    return "case" if is_case_stream(stream) else procedure_of(stream)[0]
