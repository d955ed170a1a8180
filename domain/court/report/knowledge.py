"""What was known of a case at an instant, and which of it a report is about."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from domain.addresses import is_case_stream
from domain.case.events import CaseClosed, CaseReopened, PhaseEntered
from domain.case.state import CaseState
from domain.court.report.draft import Period
from domain.court.sections import CourtReport
from domain.events import Envelope, Event
from domain.obligations.obligation import Obligation
from domain.procedure import ProcedureState
from domain.streams import effective, fold_all

EventT = TypeVar("EventT", bound=Event)


class Occurrence(NamedTuple):
    """An event of the case with the times and the actor that its envelope names."""

    event: Event
    of: Envelope


class Knowledge(NamedTuple):
    """The case as it was known at an instant."""

    at: datetime
    case: CaseState
    own: tuple[Envelope, ...]
    """The case's own stream as it was recorded."""
    occurrences: tuple[Occurrence, ...]
    """Of that stream, without what was withdrawn by then."""
    obligations: tuple[Obligation, ...]


def known_at(recorded: Sequence[Envelope], at: datetime) -> Knowledge | None:
    """None where the case wasn't open yet. ``recorded``: the ledger of the case over all its streams."""
    streams: dict[str, list[Envelope]] = {}
    for each in recorded:
        if each.recorded_at <= at:
            streams.setdefault(each.stream, []).append(each)
    states = {stream: fold_all(stream, told) for stream, told in streams.items()}
    case = next((state for state in states.values() if isinstance(state, CaseState)), None)
    if case is None or case.phase is None:
        return None
    own = next(told for stream, told in streams.items() if is_case_stream(stream))
    occurrences = tuple(Occurrence(each.event(), each) for each in effective(own))
    return Knowledge(at, case, tuple(own), occurrences, tuple(_obligations(case, states.values())))


def _obligations(case: CaseState, states: Iterable[object]) -> Iterator[Obligation]:
    yield from case.obligations.values()
    for state in states:
        if isinstance(state, ProcedureState):
            yield from state.obligations.values()


class Scope(NamedTuple):
    """What a report is about: one supervision, and of that what the former report couldn't say."""

    began: datetime
    period: Period

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
        former = self.period.since
        return self.is_after_a_report and of.occurred_at <= former < of.recorded_at

    @property
    def is_after_a_report(self) -> bool:
        return self.period.since_what == "the former report"


def scope_of(report: CourtReport, known: Knowledge) -> Scope:
    """From the former report, or the beginning of supervision, to its end or to what is known now."""
    began, ended = _supervision(report, known)
    until = min(known.at, ended) if ended is not None else known.at
    filed = [_filed_before(each, until) for each in known.case.court_reports if each.due != report.due]
    former = max((at for at in filed if at is not None and at > began), default=None)
    if former is None:
        return Scope(began, Period(since=began, until=until, since_what="the beginning of supervision"))
    return Scope(began, Period(since=former, until=until, since_what="the former report"))


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


def _filed_before(report: CourtReport, until: datetime) -> datetime | None:
    """When it was last filed by then."""
    return max((each.at for each in report.filings if each.at < until), default=None)
