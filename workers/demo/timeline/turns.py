"""The turns a case took: the events that are drawn as lines through the whole picture."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workers.demo.timeline.records import Record


@dataclass(frozen=True)
class Turn:
    at: datetime
    text: str
    is_interrupt: bool
    """Nobody had planned it: a date that moves, a breach, a return to custody, a death."""


_SAID: dict[str, Callable[[Record], str]] = {
    "custody.released": lambda _: "released",
    "custody.returned": lambda record: f"back in custody: {_words(record.data['reason'])}",
    "person.died": lambda _: "died",
    "breach.reported": lambda _: "breach alleged",
    "breach.decided": lambda record: f"court decides: {_words(record.data['outcome'])}",
    "risk.concern-raised": lambda record: f"concern: {_words(record.data['kind'])}",
    "appointment.manager-appointed": lambda record: f"case manager: {_manager(record)}",
    "appointment.manager-unavailable": lambda _: "case manager unavailable",
    "case.transferred": lambda record: f"transferred to {record.data['jurisdiction']}",
    "case.closed": lambda record: f"closed: {_words(record.data['because'])}",
}
_PLANNED = ("custody.released", "appointment.manager-appointed", "case.closed")


def turns(recorded: Sequence[Record]) -> Iterator[Turn]:
    """In the order in which they occurred."""
    announced: str | None = None
    for record in recorded:
        if record.name == "custody.release-date":
            day = record.data.get("release_date")
            if announced is not None:
                yield Turn(record.at, f"release date moved to {_day(day)}", is_interrupt=True)
            announced = day or announced
        elif record.name in _SAID and record.data.get("reason") not in ("temporary", "hospital", "court"):
            yield Turn(record.at, _SAID[record.name](record), is_interrupt=record.name not in _PLANNED)


def _manager(record: Record) -> str:
    role = str(record.data["member"]).split(":")[0]
    return f"{_words(role)}, interim" if record.data["interim"] else _words(role)


def _day(day: str | None) -> str:
    return f"{date.fromisoformat(day):%-d %b %Y}" if day else "an unknown day"


def _words(name: str) -> str:
    return name.replace("-", " ")
