"""What is owed to the court (R11)."""

from domain.case.owing import also_reminded, owed
from domain.case.state import CaseState
from domain.court.sections import CourtReport
from domain.obligations.duty import Duty
from domain.policy import Policy


def court_report_duties(report: CourtReport, case: CaseState, policy: Policy) -> list[Duty]:
    if case.calendar is None or (report.filed_at is None and report not in case.reports_owed):
        return []
    day = case.calendar.day_ended(report.due)
    return owed(
        case,
        policy,
        "file-court-report",
        f"file the {'final ' if report.final else ''}court report due on {day}",
        owner=case.case_holder or "probation",
        due=report.due,
        since=also_reminded(policy, report.due - policy.supervision.court_report_opens.length()),
        met_at=report.filed_at,
        about=day.isoformat(),
    )
