"""What the case records about concerns beside the facts it takes."""

from domain.events import Event
from domain.risk.sections import Addressee


class ConcernAddressed(Event, name="risk.concern-addressed"):
    """These members are told of a concern, and acknowledge it each for themselves (R88)."""

    concern: str
    to: tuple[Addressee, ...]
