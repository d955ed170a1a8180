"""How far somebody reaches: who tells or asks may be bound to jurisdictions."""

from collections.abc import Mapping

from activities.errors import ActivityError

Bounds = frozenset[str] | None
"""The jurisdictions that somebody is bound to; None: to none in particular, so all are open to them."""


class OutOfBounds(ActivityError):
    """What was told is about cases or agencies of jurisdictions that the teller isn't bound to; nothing was stored."""

    def __init__(self, subjects: Mapping[str, str | None]) -> None:
        super().__init__("told about cases or agencies of other jurisdictions")
        self.subjects = subjects
        """Each with the jurisdiction that the event itself states, where this is what lies out of bounds."""
