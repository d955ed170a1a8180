"""The fold of what the court imposes and what is reported to it."""

from domain.case.events import CourtReportDue
from domain.case.folding import altered, apply, put
from domain.case.state import CaseState
from domain.court.events import ConditionExpired
from domain.court.facts import ConditionEnded, ConditionImposed, CourtReportFiled, ImposedCondition
from domain.court.sections import CourtReport, CourtWord
from domain.court.terms import with_word
from domain.events import Envelope

FILED_KEPT = 20
"""Reports of the past that the state still shows; the ledger has them all."""


def imposed(case: CaseState, event: ConditionImposed | ImposedCondition, of: Envelope) -> CaseState:
    """The case with this condition in force, new or varied."""
    return _told(case, event.condition, CourtWord(at=of.occurred_at, kind=event.kind, until=event.until))


def _told(case: CaseState, condition: str, word: CourtWord) -> CaseState:
    known = case.condition(condition)
    new = with_word(known, condition, word)
    return case.model_copy(update={"conditions": put(case.conditions, known, new)})


@apply.register
def _imposed(event: ConditionImposed, case: CaseState, of: Envelope) -> CaseState:
    return imposed(case, event, of)


@apply.register
def _ended(event: ConditionEnded, case: CaseState, of: Envelope) -> CaseState:
    """Of nothing, it means nothing: what had imposed it may have been withdrawn."""
    if case.condition(event.condition) is None:
        return case
    return _told(case, event.condition, CourtWord(at=of.occurred_at))


@apply.register
def _expired(event: ConditionExpired, case: CaseState, of: Envelope) -> CaseState:
    return altered(case, "conditions", case.condition(event.condition), state="ended", since=event.at)


@apply.register
def _report_due(event: CourtReportDue, case: CaseState, of: Envelope) -> CaseState:
    reports = (*case.court_reports, CourtReport(due=event.due))[-FILED_KEPT:]
    return case.model_copy(update={"court_reports": reports})


@apply.register
def _filed(event: CourtReportFiled, case: CaseState, of: Envelope) -> CaseState:
    known = report_named(case, event)
    return altered(case, "court_reports", known, state="filed", filed_at=of.occurred_at)


def report_named(case: CaseState, event: CourtReportFiled) -> CourtReport | None:
    """The report that was filed: of the date it names, else the first that is owed."""
    if event.due is None:
        return next(iter(case.reports_owed), None)
    return next((report for report in case.court_reports if report.due == event.due), None)
