"""What is owed by whom by when: the most urgent first."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.briefing.listed import shortened
from domain.briefing.listing import open_ones
from domain.calendar import LocalCalendar
from domain.obligations.duty import Duty
from domain.obligations.obligation import Obligation, Obligations

MOST_OWED = 30


class Owed(NamedTuple):
    due: datetime
    owner: str
    what: str
    name: str
    """By which it is waived."""
    told: str = ""
    """Who has heard that it is overdue."""
    where: str = ""
    """The procedure that chases it; empty where the workflow itself does."""


Elsewhere = dict[str, Sequence[Duty]]
"""By procedure what is owed in it, as the rules have it."""


def owed_in(obligations: Obligations, elsewhere: Elsewhere | None = None) -> list[Owed]:
    """What is on record here, and what procedures chase; what was waived in one is known only there."""
    here = [Owed(each.due, each.owner, each.what, each.id, _told(each)) for each in open_ones(obligations)]
    there = [
        Owed(duty.due, duty.owner, duty.what, duty.id, where=procedure)
        for procedure, duties in (elsewhere or {}).items()
        for duty in duties
        if duty.met_at is None
    ]
    return sorted((*here, *there), key=lambda each: each.due)


def owed_list(owed: Sequence[Owed], now: datetime, local: LocalCalendar | None) -> Iterator[str]:
    """A list and no table: the desk gives it half a page, in which a table's columns run into each other."""
    if not owed:
        yield "Nothing is owed."
        return
    overdue = sum(each.due <= now for each in owed)
    yield f"**Owed: {len(owed)}{f', {overdue} overdue' if overdue else ''}**"
    yield ""
    yield from shortened([_row(each, now, local) for each in owed], MOST_OWED)


def _row(owed: Owed, now: datetime, local: LocalCalendar | None) -> str:
    late = " **overdue**" if owed.due <= now else ""
    told = f"; {owed.told}" if owed.told and late else ""
    place = f"in {owed.where}" if owed.where else f"`{owed.name}`"
    return f"- {_by(owed.due, local)}{late} {owed.owner}: {owed.what} ({place}{told})"


def _told(owed: Obligation) -> str:
    times = "once" if owed.escalations == 1 else f"{owed.escalations} times"
    return f"{owed.escalate_to} told {times}" if owed.escalations else ""


def _by(due: datetime, local: LocalCalendar | None) -> str:
    """A date is due with its local day; what is due within hours has its time."""
    day = local.day_due(due) if local is not None else None
    return f"{day}" if day is not None else f"{due:%Y-%m-%d %H:%M}Z"
