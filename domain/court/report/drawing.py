"""A report to the court, drawn from the ledger of the case as it was known at one instant (R11)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import get_args

from domain.court.report import work
from domain.court.report.breaches import breaches
from domain.court.report.conditions import conditions
from domain.court.report.correcting import corrections
from domain.court.report.draft import Facts, Opinions, ReportDraft
from domain.court.report.knowledge import Knowledge, informed_at, known_at
from domain.court.report.lacking import lacking
from domain.court.report.opinions import level, recommendations
from domain.court.report.owing import open_obligations
from domain.court.report.scope import Scope, scope_of
from domain.court.sections import CourtReport
from domain.events import Envelope
from domain.vocabulary import ReportSection

EVERYTHING: tuple[ReportSection, ...] = get_args(ReportSection)


def draw(recorded: Sequence[Envelope], due: date | datetime, now: datetime) -> ReportDraft | None:
    """The report that is due at this instant, or on this local day; None where there is none.

    ``recorded``: the ledger of the case over all its streams. Of a report that was filed: as it was known then.
    """
    known = known_at(recorded, now)
    report = _report(known, due)
    if known is None or report is None:
        return None
    if report.filing is None:
        return _drawn(report, report, known)
    then = known_at(recorded, informed_at(report.filing.at, known.own)) or known
    return _drawn(report, _report(then, report.due) or report, then)


def _report(known: Knowledge | None, due: date | datetime) -> CourtReport | None:
    if known is None or known.case.calendar is None:
        return None
    local = known.case.calendar
    return next(
        (each for each in known.case.court_reports if due in (each.due, local.day_ended(each.due))), None
    )


def _drawn(report: CourtReport, then: CourtReport, known: Knowledge) -> ReportDraft:
    """``then``: the report by what was known; it may have been called for anew since."""
    case, scope = known.case, scope_of(report, known)
    assert case.calendar is not None
    contains = then.contains or EVERYTHING
    facts, opinions = _facts(then, known, scope, contains), _opinions(known, scope, contains)
    filing = report.filing
    return ReportDraft(
        case=case.case,
        person=case.person,
        jurisdiction=case.jurisdiction,
        due=report.due,
        day=case.calendar.day_ended(report.due),
        final=report.final,
        state=report.state,
        filed_at=filing.at if filing else None,
        reference=filing.reference if filing else None,
        known_at=known.at,
        period=scope.period,
        supervision_began=scope.began,
        supervision_end=case.supervision_end,
        case_holder=case.case_holder,
        case_manager=case.manager,
        contains=contains,
        withheld=then.withheld,
        facts=facts,
        opinions=opinions,
        missing=tuple(lacking(facts, opinions, known)),
        corrections=tuple(corrections(known, scope, then.withheld)),
        calendar=case.calendar,
    )


def _facts(report: CourtReport, known: Knowledge, scope: Scope, contains: tuple[ReportSection, ...]) -> Facts:
    withheld = report.withheld
    return Facts(
        contacts=work.contacts(known, scope) if "contacts" in contains else None,
        attendance=work.attendance(known, scope, withheld) if "attendance" in contains else None,
        interventions=work.interventions(known, scope, withheld) if "interventions" in contains else None,
        conditions=conditions(known, scope) if "conditions" in contains else None,
        breaches=breaches(known, scope) if "breaches" in contains else None,
        open_obligations=open_obligations(report, known) if "open-obligations" in contains else None,
    )


def _opinions(known: Knowledge, scope: Scope, contains: tuple[ReportSection, ...]) -> Opinions:
    return Opinions(
        level=level(known, scope) if "level" in contains else None,
        recommendations=recommendations(known, scope) if "breaches" in contains else None,
    )
