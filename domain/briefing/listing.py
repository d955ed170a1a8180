"""What a case and its procedures are listed by in the operators' desk: search attributes, never content."""

from datetime import UTC, datetime, time

from domain.case.state import CaseState
from domain.obligations.obligation import Obligation, Obligations
from domain.obligations.reconcile import earliest
from domain.procedure import ProcedureState

Listed = dict[str, str | int | datetime | None]


def listed_by(state: CaseState | ProcedureState, now: datetime) -> Listed:
    """Search attributes by name (``domain.addresses``); None where there is no value."""
    owed = open_ones(state.obligations)
    listed: Listed = {
        "NextDue": earliest(each.due for each in owed),
        "Overdue": sum(each.due <= now for each in owed),
    }
    if isinstance(state, CaseState):
        day = state.release.day
        listed |= {
            "CasePhase": state.phase,
            "Jurisdiction": state.jurisdiction,
            "CaseManager": state.manager,
            "RiskLevel": state.level,
            "ReleaseDate": datetime.combine(day, time(), UTC) if day else None,
            "OpenBreaches": 0 if state.closed else sum(each.is_open for each in state.breaches),
        }
    return listed


def open_ones(obligations: Obligations) -> list[Obligation]:
    """The most urgent first."""
    owed = (each for each in obligations.values() if each.state == "open")
    return sorted(owed, key=lambda each: each.due)
