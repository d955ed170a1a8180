"""What a report is about: one supervision, and of that what the reports before it couldn't say."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, TypeVar

from domain.case.events import CaseClosed, CaseReopened, PhaseEntered
from domain.court.report.draft import Period
from domain.court.report.knowledge import Knowledge, informed_at
from domain.court.sections import CourtReport
from domain.events import Envelope, Event

EventT = TypeVar("EventT", bound=Event)


class Scope(NamedTuple):
    """One supervision, and the period of it that is reported."""

    began: datetime
    period: Period
    informed: datetime
    """By when the former report had heard what it told; where there is none, when supervision began."""

    def told_of(self, known: Knowledge, kind: type[EventT]) -> Iterator[tuple[EventT, Envelope]]:
        """Events of this kind in the period, in the order in which they occurred."""
        found = [(each.event, each.of) for each in known.occurrences if isinstance(each.event, kind)]
        covered = ((event, of) for event, of in found if self.covers(of))
        yield from sorted(covered, key=lambda each: each[1].occurred_at)

    def covers(self, of: Envelope) -> bool:
        """What happened before the former report and wasn't known to it belongs into this one."""
        if not self.began <= of.occurred_at <= self.period.until:
            return False
        return of.occurred_at > self.period.since or self.is_belated(of) or not self.is_after_a_report

    def is_belated(self, of: Envelope) -> bool:
        return (
            self.is_after_a_report and of.occurred_at <= self.period.since and of.recorded_at > self.informed
        )

    @property
    def is_after_a_report(self) -> bool:
        return self.period.since_what == "the former report"


def scope_of(report: CourtReport, known: Knowledge) -> Scope:
    """From where the report before it ends, or the beginning of supervision, to its own end."""
    began, ended = _supervision(report, known)
    until = min(_until(report, known), ended or known.at)
    before = (each for each in known.case.court_reports if each.due < report.due)
    filed = [_until(each, known) for each in before if _first_filed(each, known) is not None]
    former = max((at for at in filed if began < at < until), default=None)
    if former is None:
        period = Period(since=began, until=until, since_what="the beginning of supervision")
        return Scope(began, period, began)
    period = Period(since=former, until=until, since_what="the former report")
    return Scope(began, period, informed_at(former, known.own))


def _until(report: CourtReport, known: Knowledge) -> datetime:
    """When it was filed, or now; but not beyond what the report after it tells, or is to tell."""
    after = [each for each in known.case.court_reports if each.due > report.due]
    filed_after = [at for each in after if (at := _first_filed(each, known)) is not None]
    if report.filing is None:
        return min((known.at, *filed_after, *(each.due for each in after)))
    in_turn = [each.at for each in report.filings if all(each.at < later for later in filed_after)]
    return max(in_turn, default=report.filings[0].at)


def _first_filed(report: CourtReport, known: Knowledge) -> datetime | None:
    return min((each.at for each in report.filings if each.at <= known.at), default=None)


def _supervision(report: CourtReport, known: Knowledge) -> tuple[datetime, datetime | None]:
    """When the supervision began that the report is about, and when it ended, if it has."""
    began, ended = known.case.opened_at or known.at, None
    for event, of in known.occurrences:
        match event:
            case PhaseEntered(phase="supervision", since=since) if since < report.due:
                began, ended = since, None
            case PhaseEntered(since=since) if ended is None:
                ended = since
            case CaseClosed() if ended is None:
                ended = of.recorded_at
            case CaseReopened(phase="supervision"):
                ended = None
            case _:
                pass
    return began, ended if ended is not None and ended > began else None
