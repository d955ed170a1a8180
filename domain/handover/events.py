"""What the case finds missing before a release."""

from datetime import date

from domain.events import Event


class GapsNamed(Event, name="handover.gaps-named"):
    """The day of the release check has come: what is missing before the release on ``day`` (R16)."""

    day: date
    gaps: tuple[str, ...]
