"""How the rounds of joint assessment come about."""

from domain.events import Event
from domain.vocabulary import Instant


class RoundOpened(Event, name="assessment.round-opened"):
    round: int
    reason: str
    due: Instant


class RoundHastened(Event, name="assessment.round-hastened"):
    """Something else calls for the open round, and earlier."""

    round: int
    reason: str
    due: Instant
