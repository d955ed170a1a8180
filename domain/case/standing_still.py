"""A case in which nothing happens though its next step is due: worker or engine are away, or can't keep up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.case.state import CaseState
from domain.obligations.reconcile import earliest, next_rung
from domain.procedure import ProcedureState


def stands_still_since(
    case: CaseState, procedures: Sequence[ProcedureState], now: datetime, patience: timedelta
) -> datetime | None:
    """When the reminder or escalation was due that should have been recorded by now; None where all goes on.

    ``patience``: how late a step may be. Nobody is reminded of anything in a case that is held.
    """
    if case.held or case.closed:
        return None
    known = (case.obligations, *(each.obligations for each in procedures))
    rungs = map(next_rung, known)
    step = earliest(rung.next_step if rung is not None else None for rung in rungs)
    return step if step is not None and now - step > patience else None
