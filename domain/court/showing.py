"""Conditions and reports to the court as the case view shows them: of a condition the terms, never their text."""

from typing import Any

from domain.case.state import CaseState
from domain.court.sections import Condition, CourtReport
from domain.court.terms import terms

_SHOWN = {"condition", "kind", "state", "until", "since"}


def condition_shown(each: Condition) -> dict[str, Any]:
    """With the terms in force and those before."""
    imposed = [{"kind": word.kind, "since": word.at, "until": word.until} for word in terms(each)]
    return each.model_dump(include=_SHOWN) | {"terms": imposed, "varied": len(imposed) - 1}


def report_shown(case: CaseState, report: CourtReport) -> dict[str, Any]:
    """With the local day at whose end it is due, and what was filed before and is replaced, the newest last."""
    filing = report.filing
    return {
        "due": report.due,
        "day": case.calendar.day_ended(report.due) if case.calendar is not None else None,
        "state": report.state,
        "final": report.final,
        "owed": report in case.reports_owed,
        "late": report.late,
        "filed_at": filing.at if filing is not None else report.filed_at,
        "reference": filing.reference if filing is not None else None,
        "replaces": [each.model_dump() for each in report.filings[:-1]],
    }
