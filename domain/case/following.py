"""What follows, and when: the form of every rule that turns what is known and the passing of time into events."""

from datetime import datetime
from typing import NamedTuple

from domain.events import Event


class Follows(NamedTuple):
    """At this instant, unless something else becomes known before, this event follows."""

    at: datetime
    event: Event
