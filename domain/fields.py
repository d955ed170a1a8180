"""Fields of facts that the vocabulary doesn't name: days, members, texts in pieces, names of other events."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from domain.vocabulary import Member, Text, Word

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
"""Beyond these, a date is a slip of the pen; and adding years to it would leave the calendar."""

_WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _written_as_a_day(value: object) -> object:
    # pydantic would take a bare number for seconds since 1970.
    if not isinstance(value, str):
        return value
    if not _WRITTEN_DAY.fullmatch(value):
        raise ValueError("a day is written YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError as exc:
        raise ValueError("there is no such day") from exc


Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY), BeforeValidator(_written_as_a_day)]
"""A local date of the jurisdiction."""

_WRITTEN_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})")


def _written_as_a_moment(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not _WRITTEN_MOMENT.fullmatch(value):
        raise ValueError("an instant is written YYYY-MM-DDThh:mm:ss with its offset from UTC, or Z")
    try:
        return datetime.fromisoformat(value.upper())
    except ValueError as exc:
        raise ValueError("there is no such instant") from exc


def _within_reach(value: datetime) -> datetime:
    if not FIRST_DAY.year < value.year < LAST_DAY.year:
        raise ValueError(f"an instant lies after {FIRST_DAY.year} and before {LAST_DAY.year}")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_as_a_moment), AfterValidator(_within_reach)]
"""An instant as another system writes it."""


def _written_as_either(value: object) -> object:
    is_day = isinstance(value, str) and _WRITTEN_DAY.fullmatch(value)
    return _written_as_a_day(value) if is_day else _written_as_a_moment(value)


def _within_either(value: datetime | date) -> datetime | date:
    if isinstance(value, datetime):
        return _within_reach(value)
    if not FIRST_DAY <= value <= LAST_DAY:
        raise ValueError(f"a day lies between {FIRST_DAY} and {LAST_DAY}")
    return value


MomentOrDay = Annotated[
    AwareDatetime | date, BeforeValidator(_written_as_either), AfterValidator(_within_either)
]
"""An instant, or the local day at whose end it lies."""


def named_twice(values: Sequence[str]) -> str | None:
    """The first that is named again."""
    known: set[str] = set()
    for each in values:
        if each in known:
            return each
        known.add(each)
    return None


def _each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    if twice := named_twice(values):
        raise ValueError(f"each may be named only once, and {twice} is named again")
    return values


Members = Annotated[tuple[Member, ...], AfterValidator(_each_once)]
SomeMembers = Annotated[tuple[Member, ...], Field(min_length=1), AfterValidator(_each_once)]


def _one_or_several(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    # Behind a validator pydantic's strict mode no longer knows that the list was JSON.
    return tuple(value) if isinstance(value, list) else value


Texts = Annotated[
    tuple[Text, ...], BeforeValidator(_one_or_several, json_schema_input_type=tuple[Text, ...] | Text)
]
"""Content in several pieces; a single text is taken as one piece."""
_SomeTexts = Annotated[tuple[Text, ...], Field(min_length=1)]
SomeTexts = Annotated[_SomeTexts, BeforeValidator(_one_or_several, json_schema_input_type=_SomeTexts | Text)]
Words = Annotated[
    tuple[Word, ...], BeforeValidator(_one_or_several, json_schema_input_type=tuple[Word, ...] | Word)
]

MOST_BYTES_OF_A_NAME = 1024
"""Of ``source`` and of ``id``: both together are a key by which the store knows an event again."""


def _short_enough(value: str) -> str:
    if len(value.encode()) > MOST_BYTES_OF_A_NAME:
        raise ValueError(f"longer than {MOST_BYTES_OF_A_NAME} bytes")
    return value


EventName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_BYTES_OF_A_NAME, pattern=r"^[^\p{C}]+$"),
    AfterValidator(_short_enough),
]
"""``source`` or ``id`` of an event: printable, so that it can be named in a log."""


def contradiction(field: str, reason: str, value: object = None) -> PydanticCustomError:
    """Raised by a model whose fields are right one by one but not together.

    ``field`` is the one to mend, ``value`` what stands in it, where that is no content.
    """
    shown = None if value is None else str(value)
    return PydanticCustomError(
        "contradiction", "{reason}", {"field": field, "reason": reason, "value": shown}
    )
