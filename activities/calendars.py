"""The local calendar of a jurisdiction, read from the libraries that know time zones and public holidays."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.errors import ActivityError
from domain.calendar import LocalCalendar
from domain.policy import Jurisdiction

READ_CALENDAR = "read_calendar"


class UnknownHolidays(ActivityError):
    """The holidays library has no country or market of this name."""


class CalendarAsked(BaseModel):
    model_config = ConfigDict(frozen=True)
    name: str
    """The jurisdiction, as facts name it."""
    jurisdiction: Jurisdiction
    first: date
    last: date
    assumed: bool = False
    """Whether the policy says nothing of the jurisdiction."""


@activity.defn(name=READ_CALENDAR)
async def read_calendar(asked: CalendarAsked) -> LocalCalendar:
    """Offsets and days off from the first day asked for to the last."""
    return LocalCalendar(
        jurisdiction=asked.name,
        timezone=asked.jurisdiction.timezone,
        offsets=tuple(_offsets(ZoneInfo(asked.jurisdiction.timezone), asked.first, asked.last)),
        holidays=tuple(_holidays(asked.jurisdiction.holidays, asked.first, asked.last)),
        until=asked.last,
        assumed=asked.assumed,
    )


def _offsets(zone: ZoneInfo, first: date, last: date) -> list[tuple[datetime, int]]:
    """The changes of the offset, found hour by hour on the days on which it changes."""
    changes = [(_midnight(first), _minutes(zone, _midnight(first)))]
    day = first
    while day <= last:
        following = day + timedelta(days=1)
        if _minutes(zone, _midnight(following)) != changes[-1][1]:
            changes.append(_change_within(zone, _midnight(day), changes[-1][1]))
        day = following
    return changes


def _change_within(zone: ZoneInfo, start: datetime, before: int) -> tuple[datetime, int]:
    quarters = (start + timedelta(minutes=15 * n) for n in range(1, 97))
    instant = next(each for each in quarters if _minutes(zone, each) != before)
    return instant, _minutes(zone, instant)


def _minutes(zone: ZoneInfo, instant: datetime) -> int:
    offset = zone.utcoffset(instant.astimezone(zone))
    assert offset is not None
    return int(offset.total_seconds() // 60)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _holidays(name: str | None, first: date, last: date) -> list[date]:
    if name is None:
        return []
    years = range(first.year, last.year + 1)
    country, _, part = name.partition("-")
    try:
        if country in holidays.list_supported_financial():
            found = holidays.financial_holidays(country, years=years)
        else:
            found = holidays.country_holidays(country, subdiv=part or None, years=years)
    except NotImplementedError as exc:
        raise UnknownHolidays(f"holidays {name!r}: not known to the library") from exc
    return sorted(day for day in found if first <= day <= last)
