"""From dates to places on the picture, and the marks of the date axis."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

ROOM_FOR_A_MONTH = 32.0
"""A month's name needs so many units of width."""


class Tick(NamedTuple):
    x: float
    label: str
    year: str
    """The year, where it begins or the axis begins."""


@dataclass(frozen=True)
class Scale:
    """The stretch of time from ``first`` to ``last``, drawn between ``left`` and ``right``."""

    first: datetime
    last: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        """What lies outside is drawn at the edge."""
        share = (at - self.first) / (self.last - self.first)
        return round(self.left + min(max(share, 0.0), 1.0) * (self.right - self.left), 1)

    def ticks(self) -> Iterator[Tick]:
        """The first of every month, or of every third where months would stand too close."""
        days = (self.last - self.first).days
        step = 1 if (self.right - self.left) / (days / 30.4) >= ROOM_FOR_A_MONTH else 3
        year = None
        for month in _months(self.first, self.last):
            if (month.month - 1) % step == 0:
                shown = str(month.year) if month.year != year else ""
                year = month.year
                yield Tick(self.x(month), f"{month:%b}", shown)


def _months(first: datetime, last: datetime) -> Iterator[datetime]:
    month = datetime(first.year, first.month, 1, tzinfo=UTC)
    while month <= last:
        if month >= first:
            yield month
        month = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC)
