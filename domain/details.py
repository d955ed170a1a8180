"""A case and its procedures at the operators' desk: what they are listed by, and a short text on where they stand.

Pseudonymous references and the field's words only, never content: both are stored in plain text by the engine.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from domain.case.state import CaseState
from domain.obligations.obligation import Obligation, Obligations
from domain.obligations.reconcile import earliest
from domain.procedure import ProcedureState

MOST_SHOWN = 30
"""Open obligations in the text: Temporal shows at most 20 KB."""

Listed = dict[str, str | int | datetime | None]


def listed_by(state: CaseState | ProcedureState, now: datetime) -> Listed:
    """Search attributes by name (``domain.addresses``); None where there is no value."""
    owed = _open(state.obligations)
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
            "OpenBreaches": sum(each.is_open for each in state.breaches),
        }
    return listed


def details_of(state: CaseState | ProcedureState, now: datetime) -> str:
    """Markdown: where it stands, and who owes what by when, the most urgent first."""
    head = _of_case(state) if isinstance(state, CaseState) else _of_procedure(state)
    return "\n".join([*head, "", *_owed(_open(state.obligations), now)])


def _of_case(case: CaseState) -> Iterator[str]:
    closed = f" ({case.closed_because})" if case.closed_because else ""
    yield f"**Case {case.case}**: {case.phase or 'not open yet'}{closed}{', held' if case.held else ''}"
    yield ""
    yield f"- case manager: {case.manager or 'none yet'}{' (ad interim)' if _is_interim(case) else ''}"
    yield f"- level: {case.level or 'not assessed'}{' (provisional)' if case.level_provisional else ''}"
    yield f"- release: {case.release.day or 'unknown'}, {case.release.kind}; supervision until {_end(case)}"
    running = [f"{each.procedure} {each.about or ''}".strip() for each in case.running]
    yield f"- running: {', '.join(running) or 'nothing'}"
    if case.refused or case.parked:
        yield f"- facts without effect: {len(case.parked)} parked, {len(case.refused)} refused"


def _is_interim(case: CaseState) -> bool:
    return case.case_manager is not None and case.case_manager.interim


def _end(case: CaseState) -> str:
    return str(case.supervision_end) if case.supervision_end else "further notice"


def _of_procedure(procedure: ProcedureState) -> Iterator[str]:
    about = f" {procedure.about}" if procedure.about else ""
    yield f"**{procedure.procedure}{about}**: {procedure.outcome or 'running'}"


def _open(obligations: Obligations) -> list[Obligation]:
    owed = (each for each in obligations.values() if each.state == "open")
    return sorted(owed, key=lambda each: each.due)


def _owed(owed: list[Obligation], now: datetime) -> Iterator[str]:
    if not owed:
        yield "Nothing is owed here."
        return
    yield "| by | who | what | |"
    yield "|---|---|---|---|"
    for each in owed[:MOST_SHOWN]:
        overdue = f"overdue, escalated {each.escalations} times" if each.due <= now else ""
        yield f"| {each.due:%Y-%m-%d %H:%M}Z | {each.owner} | {each.what} | {overdue} |"
    if len(owed) > MOST_SHOWN:
        yield f"\nand {len(owed) - MOST_SHOWN} more"
