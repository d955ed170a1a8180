"""The local calendar of a jurisdiction, read from the libraries that know time zones and public holidays."""

from datetime import date
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.local_days import days_off, offsets
from activities.policies import ShippedPolicies
from domain.calendar import LocalCalendar
from domain.policy import Jurisdiction

READ_CALENDAR = "read_calendar"
UTC_ONLY = Jurisdiction(timezone="UTC")
"""Of a jurisdiction that nobody knows: no clocks to change, weekends only."""


class CalendarAsked(BaseModel):
    model_config = ConfigDict(frozen=True)
    name: str
    """The jurisdiction, as facts name it."""
    jurisdiction: Jurisdiction | None
    """As the policy of the case has it; None where it doesn't know it: the case has come from elsewhere."""
    first: date
    last: date


@activity.defn(name=READ_CALENDAR)
async def read_calendar(asked: CalendarAsked) -> LocalCalendar:
    """Offsets and days off from the first day asked for to the last."""
    place = asked.jurisdiction or _by_its_own_pack(asked.name)
    return LocalCalendar(
        jurisdiction=asked.name,
        timezone=place.timezone,
        offsets=tuple(offsets(ZoneInfo(place.timezone), asked.first, asked.last)),
        holidays=tuple(days_off(place.holidays, asked.first, asked.last)),
        until=asked.last,
        assumed=place is UTC_ONLY,
    )


def _by_its_own_pack(name: str) -> Jurisdiction:
    """As its newest pack has it: where a place is doesn't hang on from when its rules are in force."""
    return ShippedPolicies()(None, name).jurisdictions.get(name, UTC_ONLY)
