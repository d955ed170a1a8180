"""What can go wrong between us and what PostgreSQL holds.

ActivityError
├── StoreUnavailable    PostgreSQL can't be reached, or not in time
├── UnknownCase         there is no case file under this reference
├── StreamBehind        a workflow is ahead of its stream: the database is older than Temporal
└── ClockMismatch       another rate than the one this deployment was started with
"""

from activities.errors import ActivityError


class UnknownCase(ActivityError):
    def __init__(self, case: str) -> None:
        super().__init__(f"there is no case file {case!r}: no fact about it was ever received")


class StreamBehind(ActivityError):
    def __init__(self, stream: str, version: int, expected: int) -> None:
        super().__init__(f"stream {stream!r} is at version {version}, but its workflow is at {expected}")


class ClockMismatch(ActivityError):
    def __init__(self, settled: float | None, asked: float | None) -> None:
        super().__init__(
            f"this deployment was first started {_rate(settled)} and can't be started {_rate(asked)}"
        )


def _rate(days_per_second: float | None) -> str:
    return (
        "at days_per_second " + format(days_per_second, "g") if days_per_second else "outside exercise mode"
    )
