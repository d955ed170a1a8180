"""Spans of time as a policy writes them: "6 months", "8 months 14 days", "10 working days", "4 hours"."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from domain.calendar import LocalCalendar

Unit = Literal["months", "weeks", "days", "working days", "hours"]
_WRITTEN = re.compile(r"^(\d+) (months?|weeks?|days?|working days?|hours?)$")
_WITH_DAYS = re.compile(r"^(\d+ months?) (\d+) days?$")
DAYS_PER_MONTH = 365.2425 / 12


class PlainSpan(BaseModel):
    """A number of calendar months, weeks, days, working days, or hours. Hours run through nights and weekends."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    count: int
    unit: Unit
    days: int = 0
    """Beyond whole months."""

    def __str__(self) -> str:
        unit = self.unit if self.count != 1 else self.unit.removesuffix("s")
        beyond = f" {self.days} {'day' if self.days == 1 else 'days'}" if self.days else ""
        return f"{self.count} {unit}{beyond}"

    def after(self, instant: datetime, local: LocalCalendar) -> datetime:
        """The instant at which the span is over: to the hour for hours, else the end of its last local day."""
        if self.unit == "hours":
            return instant + timedelta(hours=self.count)
        return local.end_of_day(self.days_after(local.local_date(instant), local))

    def days_after(self, day: date, local: LocalCalendar) -> date:
        if self.unit == "working days":
            return local.add_working_days(day, self.count)
        return self._shifted(day, +1)

    def days_before(self, day: date) -> date:
        """The date this long before ``day``. Working days have no meaning here: raises ``ValueError``."""
        return self._shifted(day, -1)

    def length(self) -> timedelta:
        """The span as a plain length; a month counts as a twelfth of a year."""
        match self.unit:
            case "months":
                return timedelta(days=self.count * DAYS_PER_MONTH + self.days)
            case "weeks":
                return timedelta(weeks=self.count)
            case "hours":
                return timedelta(hours=self.count)
            case _:
                return timedelta(days=self.count)

    def _shifted(self, day: date, sign: int) -> date:
        match self.unit:
            case "months":
                return _months_later(day, sign * self.count) + sign * timedelta(days=self.days)
            case "weeks":
                return day + sign * timedelta(weeks=self.count)
            case "days":
                return day + sign * timedelta(days=self.count)
            case _:
                raise ValueError(f"{self} can't be counted in whole days from a date")


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def parse_span(value: object) -> object:
    if not isinstance(value, str):
        return value
    with_days = _WITH_DAYS.match(value)
    written = _WRITTEN.match(with_days[1] if with_days else value)
    if written is None:
        raise ValueError(f"a span is written like '10 working days'; units are {', '.join(get_args(Unit))}")
    unit = written[2] if written[2].endswith("s") else written[2] + "s"
    return {"count": int(written[1]), "unit": unit, "days": int(with_days[2]) if with_days else 0}


Span = Annotated[PlainSpan, BeforeValidator(parse_span), PlainSerializer(str, return_type=str)]


def _counted_in_days(span: PlainSpan) -> PlainSpan:
    if span.unit in ("working days", "hours"):
        raise ValueError(f"{span} can't be counted back from a date: months, weeks or days can")
    return span


SpanBefore = Annotated[Span, AfterValidator(_counted_in_days)]
"""A span that is counted back from a date."""
