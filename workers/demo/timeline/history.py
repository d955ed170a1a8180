"""What a picture of a case shows, read from its ledger: phases, procedures, obligations, turns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from workers.demo.timeline.owed import Owed, owed
from workers.demo.timeline.records import Record
from workers.demo.timeline.turns import Turn, turns

PHASE_EVENTS = ("case.opened", "case.phase-entered", "case.closed", "case.reopened")


@dataclass(frozen=True)
class Stretch:
    """A phase of the case, or one run of a procedure."""

    name: str
    start: datetime
    end: datetime
    about: str = ""


@dataclass(frozen=True)
class History:
    first: datetime
    last: datetime
    phases: tuple[Stretch, ...]
    procedures: tuple[Stretch, ...]
    owed: tuple[Owed, ...]
    turns: tuple[Turn, ...]


def history(recorded: Sequence[Record]) -> History:
    """Of a case that was opened."""
    first = next(record.at for record in recorded if record.name == "case.opened")
    closed = [record.at for record in recorded if record.name == "case.closed"]
    last = closed[-1] if closed else recorded[-1].at
    return History(
        first=first,
        last=last,
        phases=tuple(_phases(recorded, last)),
        procedures=tuple(_procedures(recorded, last)),
        owed=tuple(owed(recorded)),
        turns=tuple(turns(recorded)),
    )


def _phases(recorded: Sequence[Record], last: datetime) -> Iterator[Stretch]:
    begun: tuple[str, datetime] | None = None
    for record in recorded:
        if record.name in PHASE_EVENTS:
            at = record.instant("since") if "since" in record.data else record.at
            if begun is not None:
                yield Stretch(begun[0], begun[1], at)
            begun = (_phase_after(record), at) if record.name != "case.closed" else None
    if begun is not None:
        yield Stretch(begun[0], begun[1], last)


def _phase_after(record: Record) -> str:
    return "preparation" if record.name == "case.opened" else str(record.data["phase"])


def _procedures(recorded: Sequence[Record], last: datetime) -> Iterator[Stretch]:
    ends = {
        record.data["number"]: min(record.at, last)
        for record in recorded
        if record.name == "case.procedure-ended"
    }
    for record in recorded:
        if record.name == "case.procedure-started":
            number, about = record.data["number"], record.data.get("about") or ""
            yield Stretch(record.data["procedure"], record.at, ends.get(number, last), about)
