"""What the passages of a readable report are made of: what is said, a table, and local days."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.calendar import LocalCalendar
from domain.court.report.draft import Told

NOTHING = "-"


class Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    """In proportion."""
    rows: tuple[tuple[str, ...], ...]


class Passage(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str
    says: str | None = None
    table: Table | None = None


class Days(NamedTuple):
    """Instants as local days of the jurisdiction."""

    local: LocalCalendar

    def day(self, instant: datetime) -> str:
        return self.local.local_date(instant).isoformat()

    def when(self, told: Told) -> str:
        """On which day it happened, and on which it became known."""
        occurred, known = self.day(told.occurred_at), self.day(told.recorded_at)
        notes = [f"known {known}"] * (known != occurred) + ["not in the former report"] * told.belated
        return f"{occurred} ({', '.join(notes)})" if notes else occurred

    def due(self, instant: datetime) -> str:
        day = self.local.day_due(instant)
        return day.isoformat() if day else f"{instant:%Y-%m-%d %H:%M}Z"


def table_of(columns: dict[str, int], rows: Iterable[tuple[str, ...]]) -> Table | None:
    """None without rows. ``columns``: their widths in proportion, by name."""
    told = tuple(rows)
    if not told:
        return None
    return Table(columns=tuple(columns), widths=tuple(columns.values()), rows=told)
