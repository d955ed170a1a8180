"""What is owed in each procedure, met or not: by its part of what is known, and as the rules have it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from domain.appointment.duties import appointment_duties
from domain.assessment.duties import assessment_duties
from domain.breach.duties import breach_duties
from domain.case.state import CaseState
from domain.closing.duties import closing_duties
from domain.court.duties import court_report_duties
from domain.handover.duties import handover_duties
from domain.network.duties import network_duties
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.procedures.brief import brief_for
from domain.procedures.wanted import (
    ASSESSMENT,
    BREACH_HANDLING,
    CLOSING,
    COURT_REPORT,
    INFORMATION_HANDOVER,
    MANAGER_APPOINTMENT,
    NETWORK_BUILDING,
    Wanted,
)

Owing = Callable[[CaseState, str | None, Policy], Sequence[Duty]]


def owed_in(procedure: Wanted, known: CaseState, policy: Policy) -> Sequence[Duty]:
    return _OWING[procedure.procedure](known, procedure.about, policy)


def late_in_procedures(case: CaseState, policy: Policy, now: datetime) -> Iterator[str]:
    """What is overdue in those that run, as the case view names it; what was waived in one is known only there."""
    for each in case.running:
        known = brief_for(each.procedure, case, policy)
        for duty in owed_in(Wanted(each.procedure, each.about), known, policy):
            if duty.met_at is None and duty.due <= now:
                yield f"{each.procedure}/{each.number}/{duty.id}"


def _in_a_round(known: CaseState, about: str | None, policy: Policy) -> Sequence[Duty]:
    rounds = [each for each in known.assessments if str(each.round) == about]
    return [duty for each in rounds for duty in assessment_duties(each, known, policy)]


def _for_a_report(known: CaseState, about: str | None, policy: Policy) -> Sequence[Duty]:
    reports = [each for each in known.court_reports if each.name == about]
    return [duty for each in reports for duty in court_report_duties(each, known, policy)]


def _on_a_breach(known: CaseState, about: str | None, policy: Policy) -> Sequence[Duty]:
    breach = known.breach(about or "")
    return breach_duties(breach, known, policy) if breach else ()


def _whatever_about(duties: Callable[[CaseState, Policy], Sequence[Duty]]) -> Owing:
    """Of a procedure of which a case has one at a time."""
    return lambda known, _, policy: duties(known, policy)


_OWING: dict[str, Owing] = {
    NETWORK_BUILDING: _whatever_about(network_duties),
    INFORMATION_HANDOVER: _whatever_about(handover_duties),
    MANAGER_APPOINTMENT: _whatever_about(appointment_duties),
    ASSESSMENT: _in_a_round,
    COURT_REPORT: _for_a_report,
    BREACH_HANDLING: _on_a_breach,
    CLOSING: _whatever_about(closing_duties),
}
