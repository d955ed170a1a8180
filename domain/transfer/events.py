"""What the case records when another area becomes responsible."""

from domain.events import Event
from domain.transfer.facts import Part


class TransferBegun(Event, name="transfer.begun"):
    """Another area's probation service takes the case over, and everything that the former one holds."""

    former: str
    area: str
    outgoing: str
    to: str
    parts: tuple[Part, ...]
