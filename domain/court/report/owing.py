"""What is still owed in the case, as far as a court has to know it (R11)."""

from domain.court.report.draft import OpenObligation
from domain.court.report.knowledge import Knowledge
from domain.court.sections import CourtReport
from domain.obligations.obligation import Obligation
from domain.vocabulary import ObligationKind

COURT_SEES: tuple[ObligationKind, ...] = (
    "first-contact",
    "hold-meeting",
    "conclude-assessment",
    "agree-plan",
    "review-plan",
    "find-provider",
    "provide-activity",
    "review-breach",
    "refer-breach",
    "decide-breach",
    "file-court-report",
    "plan-ending",
)
"""What is owed about supervision. Concerns, disclosures and the network's own affairs aren't the court's."""


def open_obligations(report: CourtReport, known: Knowledge) -> tuple[OpenObligation, ...]:
    """What supervision still owes, the most urgent first; of reports those that came before this one."""
    owed = (each for each in known.obligations if each.state == "open" and _is_the_courts(each, report))
    return tuple(
        OpenObligation(
            kind=each.kind, what=each.what, owner=each.owner, due=each.due, overdue=each.due <= known.at
        )
        for each in sorted(owed, key=lambda each: each.due)
    )


def _is_the_courts(owed: Obligation, report: CourtReport) -> bool:
    about = owed.id.split(":")[1:2]
    if owed.kind == "file-court-report" and owed.due >= report.due:
        return False
    return owed.kind in COURT_SEES and not any(each in report.withheld for each in about)
