"""Case time: the time by which a case lives, as a function of the engine's time.

In production the two are the same. In an exercise one deployment runs at *n* days per second, on the real
engine; every due date, reminder and timestamp of a case is in case time.
"""

from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from domain.vocabulary import Instant

SECONDS_PER_DAY = 86_400


class CaseClock(BaseModel):
    """A pure linear map between the engine's time and case time; rate 1 is the identity."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    epoch: Instant = datetime(2000, 1, 1, tzinfo=UTC)
    """The instant at which both times agree."""
    rate: float = 1.0
    """Case seconds per engine second."""

    @classmethod
    def exercise(cls, epoch: datetime, days_per_second: float) -> "CaseClock":
        return cls(epoch=epoch, rate=days_per_second * SECONDS_PER_DAY)

    @property
    def is_exercise(self) -> bool:
        return self.rate != 1.0

    @property
    def days_per_second(self) -> float | None:
        return self.rate / SECONDS_PER_DAY if self.is_exercise else None

    def case_time(self, engine_time: datetime) -> datetime:
        if not self.is_exercise:
            return engine_time
        return self.epoch + timedelta(seconds=(engine_time - self.epoch).total_seconds() * self.rate)

    def engine_time(self, case_time: datetime) -> datetime:
        if not self.is_exercise:
            return case_time
        return self.epoch + timedelta(seconds=(case_time - self.epoch).total_seconds() / self.rate)

    def engine_delay(self, case_delay: timedelta) -> timedelta:
        """How long the engine has to wait for this much case time to pass."""
        return case_delay if not self.is_exercise else case_delay / self.rate

    def case_delay(self, engine_delay: timedelta) -> timedelta:
        """How much case time passes meanwhile."""
        return engine_delay if not self.is_exercise else engine_delay * self.rate

    @property
    def watch_interval(self) -> timedelta:
        """How often the release watch looks: daily; in an exercise every second of the engine's time."""
        return self.case_delay(timedelta(seconds=1)) if self.is_exercise else timedelta(days=1)
