"""What a meeting is about: drawn from what is open, as kinds and references, never as content (R45, R53)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from domain.case.state import CaseState
from domain.handover.gaps import gaps
from domain.meetings.events import AgendaItem
from domain.obligations.obligation import Obligation
from domain.plan.areas import missing
from domain.plan.conflicts import conflicts

MOST_ITEMS = 30
"""More than anybody gets through in one meeting; the most urgent kinds come first."""


def agenda(case: CaseState, overdue: Iterable[str]) -> tuple[AgendaItem, ...]:
    """``overdue``: the ids of what is owed and late, in the case and in its procedures."""
    items = [*_from_the_case(case), *(AgendaItem(kind="overdue", about=each) for each in overdue)]
    return tuple(items[:MOST_ITEMS])


def overdue(obligations: Iterable[Obligation], now: datetime) -> list[str]:
    """What is open after its date; that the network hasn't met is no reason for it to talk about meeting."""
    late = (each for each in obligations if each.state == "open" and each.due <= now)
    return [each.id for each in late if each.kind != "hold-meeting"]


def _from_the_case(case: CaseState) -> Iterator[AgendaItem]:
    yield from _of_supervision(case)
    if case.open_round is not None:
        yield AgendaItem(kind="assessment", about=str(case.open_round.round))
    if case.plan.state != "agreed":
        yield AgendaItem(kind="plan", about=case.plan.state)
    if lacks := missing(case.plan):
        yield AgendaItem(kind="plan", about=f"lacks {'; '.join(lacks)}")
    yield from (AgendaItem(kind="conflict", about=each) for each in conflicts(case))
    yield from (AgendaItem(kind="gap", about=gap) for gap in gaps(case))


def _of_supervision(case: CaseState) -> Iterator[AgendaItem]:
    for breach in case.breaches:
        if breach.is_open and breach.reviewed_at is None:
            yield AgendaItem(kind="breach", about=breach.breach)
    for concern in case.concerns:
        if concern.state != "reviewed":
            yield AgendaItem(kind="concern", about=concern.concern)
    if (repeated := case.attendance.awaits) is not None:
        yield AgendaItem(kind="misses", about=repeated.name)
