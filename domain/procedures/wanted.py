"""Which procedures a case needs at this moment.

Each rule looks at what is known and says whether there is something to conduct. The case starts what is wanted
and isn't running; a procedure ends when it is no longer wanted. So both always agree, whatever came in between.
"""

from collections.abc import Iterator
from typing import NamedTuple

from domain.case.state import CaseState
from domain.closing.beginning import is_closing

NETWORK_BUILDING = "network-building"
INFORMATION_HANDOVER = "information-handover"
MANAGER_APPOINTMENT = "manager-appointment"
ASSESSMENT = "assessment"
COURT_REPORT = "court-report"
BREACH_HANDLING = "breach-handling"
CLOSING = "closing"


class Wanted(NamedTuple):
    """A procedure, and what it is about where a case may have several of its kind."""

    procedure: str
    about: str | None = None


def wanted(case: CaseState) -> Iterator[Wanted]:
    """All procedures that there is something to conduct for, in a fixed order."""
    if case.phase is None or case.closed:
        return
    if any(each.is_awaited for each in case.network):
        yield Wanted(NETWORK_BUILDING)
    if case.handover is not None and any(item.is_open for item in case.handover.items.values()):
        yield Wanted(INFORMATION_HANDOVER)
    if case.appointment is not None:
        yield Wanted(MANAGER_APPOINTMENT)
    if case.open_round is not None:
        yield Wanted(ASSESSMENT, str(case.open_round.round))
    yield from (Wanted(COURT_REPORT, report.name) for report in case.reports_owed)
    yield from (Wanted(BREACH_HANDLING, breach.breach) for breach in case.breaches if breach.is_open)
    if is_closing(case):
        yield Wanted(CLOSING)
