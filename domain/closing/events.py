"""How support comes to its planned end."""

from datetime import date

from domain.events import Event
from domain.vocabulary import Instant


class ClosingBegun(Event, name="closing.begun"):
    """The end of supervision has come so near that the end of support is planned (R24)."""

    end: date
    since: Instant


class EvaluationBegun(Event, name="closing.evaluation-begun"):
    """In these last weeks before the end everybody says how it went (R80)."""

    end: date
    due: Instant | None = None
    """By when, where the end came before anybody could be asked."""


class ResultsTold(Event, name="closing.results-told"):
    """Who has said how it went hears what came of it: how many were heard, and how many lessons were kept (R80)."""

    told: tuple[str, ...]
    asked: int
    heard: int
    lessons: int
