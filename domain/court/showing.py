"""Reports to the court as the case view shows them."""

from typing import Any

from domain.case.state import CaseState
from domain.court.sections import CourtReport


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
