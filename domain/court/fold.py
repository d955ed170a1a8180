"""The fold of what the court imposes and what is reported to it."""

from datetime import date, datetime

from domain.case.folding import altered, apply, put
from domain.case.state import CaseState
from domain.court.events import ConditionExpired, CourtReportCalledOff, CourtReportDue
from domain.court.facts import ConditionEnded, ConditionImposed, CourtReportFiled, ImposedCondition
from domain.court.sections import CourtReport, CourtWord, Filing
from domain.court.terms import with_word
from domain.events import Envelope
from domain.vocabulary import RELEASED_PHASES

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
    """Filed again it replaces what was filed before; one that we hear of later than of its successor doesn't.

    By an older policy it was judged by what was owed when it was recorded.
    """
    known = report_named(case, event, of.occurred_at) or report_named(case, event, of.recorded_at)
    if known is None:
        return case
    new = Filing(at=of.occurred_at, reference=event.reference)
    filings = tuple(sorted((*known.filings, new), key=lambda each: each.at))[-FILINGS_KEPT:]
    first = min(known.filed_at or of.occurred_at, of.occurred_at)
    return altered(case, "court_reports", known, state="filed", filed_at=first, filings=filings)


def report_named(case: CaseState, event: CourtReportFiled, at: datetime) -> CourtReport | None:
    """The report that was filed at this instant: of the date it names, else the first that was owed then."""
    if event.due is None:
        return next(iter(_owed_then(case, at)), None)
    return next((each for each in case.court_reports if is_of(each, event.due, case)), None)


def is_of(report: CourtReport, due: datetime | date, case: CaseState) -> bool:
    """Whether it is the report due at this instant, or at the end of this local day."""
    return due == report.due or (case.calendar is not None and due == case.calendar.day_ended(report.due))


def _owed_then(case: CaseState, at: datetime) -> tuple[CourtReport, ...]:
    """Those of the supervision of that instant: of one before a return too, though nobody owes them any more."""
    if case.phase in RELEASED_PHASES and (case.released_at is None or at >= case.released_at):
        return case.reports_owed
    stay = case.stay_at(at)
    if stay is None or stay.phase not in RELEASED_PHASES:
        return ()
    begun = (each.since for each in case.phases if each.phase == "supervision" and each.since <= at)
    since = max(begun, default=stay.since)
    open_ones = (each for each in case.court_reports if each.state == "due" and not each.called_off)
    return tuple(each for each in open_ones if each.due > since and each not in case.reports_owed)


def _due_at(case: CaseState, due: datetime) -> CourtReport | None:
    return next((report for report in case.court_reports if report.due == due), None)
