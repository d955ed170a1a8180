"""The rate of a folder's clock, kept beside the database too: a wrong one is refused before anything is touched."""

from datetime import datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from activities.postgres.exercise import ClockMismatch
from domain.clock import CaseClock
from workers.dev.files import replace

FILE_NAME = "clock.json"
LASTS = timedelta(days=30 * 365)
"""How long an exercise is, in case time: longer than any case."""


class Pace(BaseModel):
    model_config = ConfigDict(frozen=True)
    days_per_second: float | None


def ensure_same(folder: Path, asked: float | None) -> None:
    """Raises ``ClockMismatch``. Of a folder that an earlier version has begun, the database says it later."""
    file = folder / FILE_NAME
    if asked is None or not file.exists():
        return
    settled = Pace.model_validate_json(file.read_bytes()).days_per_second
    if settled != asked:
        raise ClockMismatch(settled, asked)


def keep(folder: Path, clock: CaseClock, asked: float | None) -> None:
    """``asked`` is what was settled, where it was said: it may not survive the way through the clock to the digit."""
    pace = Pace(days_per_second=asked if asked is not None else clock.days_per_second)
    replace(folder / FILE_NAME, pace.model_dump_json())


def over_since(clock: CaseClock, now: datetime) -> datetime | None:
    """When the exercise ended, if it has: its clock runs on while the stack is stopped."""
    if not clock.is_exercise:
        return None
    ends = clock.engine_time(clock.epoch + LASTS)
    return ends if now >= ends else None
