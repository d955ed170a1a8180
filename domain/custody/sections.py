"""Where the person is, and when they are to be released."""

from datetime import date
from typing import Literal

from domain.sections import Section
from domain.vocabulary import Instant, ReleaseKind


class Custody(Section):
    status: Literal["in-custody", "absent", "at-liberty", "dead"] = "in-custody"
    """``absent``: on leave, in hospital or at court, and expected back."""
    establishment: str | None = None
    moved_at: Instant | None = None
    """When the newest transfer between establishments occurred."""
    since: Instant | None = None


class Announced(Section):
    """A release that was announced while the person was at liberty: that of a return which nobody has told yet."""

    day: date
    kind: ReleaseKind
    since: Instant


class Release(Section):
    """The release as the register has it, and the date that the preparation goes by."""

    day: date | None = None
    kind: ReleaseKind = "unknown"
    since: Instant | None = None
    """When the newest fact about it occurred."""
    settled: date | None = None
    """The date that due dates are counted from: a change counts after the hold time (policy)."""
    held: date | None = None
    """The changed date that is held."""
    settles_at: Instant | None = None
    """When a change that is still held will count."""
    passed: date | None = None
    """The release date that was the newest to pass without a release."""
    checked: date | None = None
    """The settled date before which it was last named what is missing."""
