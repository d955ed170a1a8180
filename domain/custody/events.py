"""What follows from what prison and register say, beside the phases of the case."""

from datetime import date

from domain.events import Event
from domain.vocabulary import Instant, ReleaseKind


class ReleaseChangeHeld(Event, name="case.release-change-held"):
    """The release date has changed: whether due dates go by it is seen after the hold time."""

    day: date | None = None
    until: Instant


class ReleaseSettled(Event, name="case.release-settled"):
    """A change of the release date has outlived the hold time: due dates are counted from it now."""

    day: date | None = None


class ReleasePassed(Event, name="custody.release-passed"):
    """The day of release is over, and nobody has said that the person was released."""

    day: date


class TakenIn(Event, name="custody.taken-in"):
    """The person of a sentence in the community goes to prison: now there is something to hand over (R1, R14)."""

    items: tuple[str, ...]


class AnnouncedReleaseCounted(Event, name="custody.announced-release-counted"):
    """The person has returned, and what was announced before that is the date of the release that comes next."""

    day: date
    kind: ReleaseKind
    since: Instant


class PreparationResumed(Event, name="custody.preparation-resumed"):
    """After a return to custody: from here on another release is prepared."""

    since: Instant
    short_notice: bool
    """Less than the lead time is left."""
