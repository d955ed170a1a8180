"""What follows, and when: the form of every rule that turns what is known and the passing of time into events."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from domain.events import Event


class Follows(NamedTuple):
    """At this instant, unless something else becomes known before, this event follows."""

    at: datetime
    event: Event | Callable[[], Event]
    """Or how it is made, where that takes looking at much: rules are asked far more often than their time comes."""

    def told(self) -> Event:
        return self.event if isinstance(self.event, Event) else self.event()
