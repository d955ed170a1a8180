"""Which reports to the court are due, and when (R11): periodic ones, and a final one.

Reports are due at a fixed interval while the person is supervised. What comes after the last of them goes into a
final report, unless that is too little: the time in which a report is prepared. Where the end of supervision moves,
a report that would lie beyond it is called off, and so is a final one that isn't the last any more.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.calendar import LocalCalendar
from domain.case.following import Follows
from domain.case.phases import supervision_ends
from domain.case.state import CaseState
from domain.court.events import CourtReportCalledOff, CourtReportDue
from domain.court.sections import CourtReport
from domain.policy import Policy

ENDS_BEFORE = "supervision ends before it would be due"
ANOTHER_END = "supervision ends on another day"


def report_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """The next one, a while before it is due; counted on from the last one of this supervision, filed or not."""
    began = _began(case, policy)
    if began is None or case.calendar is None:
        return
    final, reports = _final_due(case, policy, case.calendar), _standing(case, began)
    off = next((report for report in reports if _is_off(report, final, case)), None)
    if off is not None:
        reason = ANOTHER_END if off.final else ENDS_BEFORE
        yield Follows(now, CourtReportCalledOff(due=off.due, reason=reason))
        return
    last = reports[-1] if reports else None
    due = _next_due(last, began, case.calendar, policy)
    ends = supervision_ends(case)
    if case.phase == "supervision" and (ends is None or due <= ends):
        yield _opens(due, policy, final=False)
    elif final is not None and (
        last is None or final - last.due > policy.supervision.court_report_opens.length()
    ):
        yield _opens(final, policy, final=True)


def _began(case: CaseState, policy: Policy) -> datetime | None:
    """When the supervision began that is reported on: the one under way, or the one that is followed up."""
    if case.phase == "supervision":
        return case.phase_since
    rules, ends = policy.supervision.reports, supervision_ends(case)
    if case.phase != "follow-up" or rules is None or case.calendar is None or ends is None:
        return None
    start = case.calendar.start_of_day(case.supervision_start) if case.supervision_start else None
    began = case.released_at or start
    return began if began is not None and began < ends else None


def _standing(case: CaseState, began: datetime) -> list[CourtReport]:
    """The reports of this supervision, filed or not, in the order of their dates."""
    standing = (each for each in case.court_reports if each.due > began and not each.called_off)
    return sorted(standing, key=lambda each: each.due)


def _final_due(case: CaseState, policy: Policy, local: LocalCalendar) -> datetime | None:
    rules, end = policy.supervision.reports, case.supervision_end
    if rules is None or rules.final is None or end is None:
        return None
    return local.end_of_day(rules.final.days_after(end, local))


def _is_off(report: CourtReport, final: datetime | None, case: CaseState) -> bool:
    if report.state == "filed":
        return False
    if report.final:
        return report.due != final
    ends = supervision_ends(case)
    return final is not None and ends is not None and report.due > ends


def _next_due(last: CourtReport | None, began: datetime, local: LocalCalendar, policy: Policy) -> datetime:
    since = local.day_ended(last.due) if last else local.local_date(began)
    return local.end_of_day(policy.supervision.court_report.days_after(since, local))


def _opens(due: datetime, policy: Policy, *, final: bool) -> Follows:
    rules = policy.supervision.reports
    contains, withheld = (rules.contains, rules.withheld) if rules else (None, ())
    event = CourtReportDue(due=due, final=final, contains=contains, withheld=withheld)
    return Follows(due - policy.supervision.court_report_opens.length(), event)
