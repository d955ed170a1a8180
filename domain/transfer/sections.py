"""The handover of a case from one area's probation service to the next."""

from domain.sections import Section
from domain.transfer.facts import Part
from domain.vocabulary import Instant


class PassedPart(Section):
    """One part of the case on its way: when it was handed over, and when that was acknowledged."""

    handed_at: Instant | None = None
    acknowledged_at: Instant | None = None


class AreaHandover(Section):
    """The newest one: from whom to whom, and how far each part of the case has come."""

    former: str
    area: str
    outgoing: str
    to: str
    since: Instant
    parts: dict[Part, PassedPart]

    @property
    def handed_at(self) -> Instant | None:
        """When the last part was handed over; None while one is missing."""
        times = [each.handed_at for each in self.parts.values()]
        known = [at for at in times if at is not None]
        return max(known) if len(known) == len(times) else None

    @property
    def acknowledged_at(self) -> Instant | None:
        """When the last part was acknowledged; None while one isn't."""
        times = [each.acknowledged_at for each in self.parts.values()]
        known = [at for at in times if at is not None]
        return max(known) if len(known) == len(times) else None
