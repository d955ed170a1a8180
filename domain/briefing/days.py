"""Days in a briefing: on which one something was, and how many there are before a release."""

from datetime import datetime

from domain.calendar import LocalCalendar


def day_of(instant: datetime | None, local: LocalCalendar | None) -> str:
    if instant is None:
        return "an unknown day"
    return f"{local.local_date(instant) if local is not None else instant.date()}"


def until_release(days: int) -> str:
    """Of a release that was announced and not reported yet."""
    if days == 0:
        return "today"
    return f"in {days} days" if days > 0 else f"{-days} days ago and not reported"
