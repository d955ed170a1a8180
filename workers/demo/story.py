"""A story: what happens to one fictional person, and how it is to end. The rest is answered as usual."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from domain.breach.facts import Outcome
from domain.vocabulary import HandoverItem, Level, ObligationKind, Phase

View = dict[str, Any]
"""A case view of the contract."""


@dataclass(frozen=True)
class Day:
    """A date, counted in days from the start of the exercise."""

    number: int

    def date(self, start: date) -> date:
        return start + timedelta(days=self.number)


@dataclass(frozen=True)
class Later:
    """A date, counted in days from when the thing happens that names it."""

    number: int


@dataclass(frozen=True)
class Happening:
    """Something that nobody is asked for: a date moves, a condition isn't kept."""

    day: int
    role: str
    """Whose system tells of it."""
    name: str
    """The event type, without ``throughcare.`` and ``.v1``."""
    data: Mapping[str, object]
    """May hold ``Day`` and ``Later``."""
    phase: Phase | None = None
    """It happens in this phase, on that day or as soon as the case has come to it."""
    known: str | None = None
    """A section of the view that can't be empty by then."""

    def fits(self, view: View) -> bool:
        return self.phase == view["phase"] and (self.known is None or bool(view[self.known]))


@dataclass(frozen=True)
class Story:
    case: str
    title: str
    told: str
    """In one line."""
    happenings: tuple[Happening, ...]
    expects: Mapping[str, object]
    """Values of the last case view by their path: ``case_manager.role``."""
    level: Level = "medium"
    """What the members conclude."""
    manager: str = "probation"
    """The role that the network votes for."""
    breach_outcome: Outcome = "warning"
    """What the court decides on a breach."""
    late: Mapping[tuple[str, ObligationKind], int] = field(default_factory=dict)
    """Who answers what how many days after it is due."""
    refuses: frozenset[HandoverItem] = frozenset()
    """What prison doesn't hand over."""


def dated(value: object, start: date, today: date) -> object:
    """The value with every ``Day`` and ``Later`` in it as a date of the calendar."""
    match value:
        case Day():
            return value.date(start).isoformat()
        case Later():
            return (today + timedelta(days=value.number)).isoformat()
        case Mapping():
            return {key: dated(each, start, today) for key, each in value.items()}
        case list() | tuple():
            return [dated(each, start, today) for each in value]
        case _:
            return value
