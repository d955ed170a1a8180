"""When the next report to the court is due (R11)."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.state import CaseState
from domain.court.events import CourtReportDue
from domain.policy import Policy


def report_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:  # noqa: ARG001
    """The next one, a while before it is due; counted on from the last one of this supervision, filed or not."""
    if case.phase != "supervision" or case.phase_since is None or case.calendar is None:
        return
    last = max((report.due for report in case.court_reports if report.due > case.phase_since), default=None)
    since = case.calendar.day_ended(last) if last else case.calendar.local_date(case.phase_since)
    due = case.calendar.end_of_day(policy.supervision.court_report.days_after(since, case.calendar))
    if case.supervision_end is None or due <= case.calendar.end_of_day(case.supervision_end):
        yield Follows(due - policy.supervision.court_report_opens.length(), CourtReportDue(due=due))
