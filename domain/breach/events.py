"""What the case records about breaches beside the facts it takes: who was told, and of what."""

from domain.events import Event
from domain.vocabulary import BreachEnd


class BreachTold(Event, name="breach.told"):
    """A breach that was triaged as urgent is told at once, as alleged (R55)."""

    breach: str
    to: tuple[str, ...]


class BreachOutcomeTold(Event, name="breach.outcome-told"):
    """Who was told of an alleged breach hears how it ended; but for whoever has ended it."""

    breach: str
    to: tuple[str, ...]
    outcome: BreachEnd
