"""What the case records about supervision beside the facts it takes."""

from domain.events import Event
from domain.vocabulary import Instant


class MissesRepeated(Event, name="supervision.misses-repeated"):
    """So many appointments were missed that a person looks at it. It is no breach, and alleges none."""

    since: Instant
    conditions: tuple[str, ...] = ()
