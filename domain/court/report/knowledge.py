"""What was known of a case at an instant."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.addresses import is_case_stream
from domain.case.state import CaseState
from domain.court.facts import CourtReportFiled
from domain.events import Envelope, Event
from domain.obligations.obligation import Obligation
from domain.procedure import ProcedureState
from domain.streams import effective, fold_all


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


def informed_at(filed: datetime, own: Sequence[Envelope]) -> datetime:
    """By when a report that was filed then had heard what it told.

    Of one that was filed before the case was taken over, nothing was known here: then, when we heard of it.
    """
    heard = [
        each.recorded_at for each in own if each.type == CourtReportFiled.TYPE and each.occurred_at == filed
    ]
    return min(heard) if heard and filed < own[0].recorded_at else filed
