"""The fold of what the court imposes and what is reported to it."""

from datetime import datetime

from domain.case.folding import altered, apply, put
from domain.case.state import CaseState
from domain.court.events import ConditionExpired, CourtReportCalledOff, CourtReportDue
from domain.court.facts import ConditionEnded, ConditionImposed, CourtReportFiled, ImposedCondition
from domain.court.sections import CourtReport, CourtWord, Filing
from domain.court.terms import with_word
from domain.events import Envelope

FILED_KEPT = 20
"""Reports of the past that the state still shows; the ledger has them all."""
FILINGS_KEPT = 10
"""Times that one report was filed, likewise."""


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
    new = CourtReport(**event.model_dump())
    reports = put(case.court_reports, _due_at(case, event.due), new)
    return case.model_copy(update={"court_reports": reports[-FILED_KEPT:]})


@apply.register
def _report_called_off(event: CourtReportCalledOff, case: CaseState, of: Envelope) -> CaseState:
    return altered(case, "court_reports", _due_at(case, event.due), called_off=True)


@apply.register
def _filed(event: CourtReportFiled, case: CaseState, of: Envelope) -> CaseState:
    """Filed again it replaces what was filed before; one that we hear of later than of its successor doesn't."""
    known = report_named(case, event)
    if known is None:
        return case
    new = Filing(at=of.occurred_at, reference=event.reference)
    filings = tuple(sorted((*known.filings, new), key=lambda each: each.at))[-FILINGS_KEPT:]
    first = min(known.filed_at or of.occurred_at, of.occurred_at)
    return altered(case, "court_reports", known, state="filed", filed_at=first, filings=filings)


def report_named(case: CaseState, event: CourtReportFiled) -> CourtReport | None:
    """The report that was filed: of the date it names, else the first that is owed."""
    if event.due is None:
        return next(iter(case.reports_owed), None)
    return _due_at(case, event.due)


def _due_at(case: CaseState, due: datetime) -> CourtReport | None:
    return next((report for report in case.court_reports if report.due == due), None)
