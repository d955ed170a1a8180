"""Why a field is wrong, in words that a probation service understands: the one place that words pydantic's errors."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic_core import ErrorDetails

from domain.vocabulary import REFERENCE_PATTERN, WRITTEN_REFERENCE

CONTRADICTION = "contradiction"
_OBJECT = "has to be a JSON object"
_LIST = "has to be a list"
_FLAG = "has to be true or false"
_WHOLE_NUMBER = "has to be a whole number"
_DAY = "a day is written YYYY-MM-DD"
_INSTANT = "an instant is written YYYY-MM-DDThh:mm:ss with its offset from UTC, or Z"

_UNFIT = "isn't written as this field is"
Words = str | Callable[[dict[str, Any]], str]

_PATTERNS = {
    REFERENCE_PATTERN: WRITTEN_REFERENCE,
    r"^[^\p{C}]+$": "has to be printable, and not empty",
    r"^[a-z0-9-]{1,32}(@[0-9]{1,6})?$": "a policy pack is written <name> or <name>@<version>",
}


def _at_least(of: dict[str, Any]) -> str:
    return f"has to be {of['ge']} or {'later' if isinstance(of['ge'], date) else 'more'}"


def _at_most(of: dict[str, Any]) -> str:
    return f"has to be {of['le']} or {'earlier' if isinstance(of['le'], date) else 'less'}"


_REASONS: dict[str, Words] = {
    "missing": "missing, and needed",
    "extra_forbidden": "there is no such field here",
    "literal_error": lambda of: f"has to be {of['expected'].replace(chr(39), '')}",
    "string_type": "has to be a text",
    "string_unicode": "holds half a character, which is no UTF-8",
    "string_too_short": "is empty",
    "string_too_long": lambda of: f"is longer than {of['max_length']:,} characters",
    "string_pattern_mismatch": lambda of: _PATTERNS.get(of["pattern"], _UNFIT),
    "bool_type": _FLAG,
    "bool_parsing": _FLAG,
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "greater_than_equal": _at_least,
    "less_than_equal": _at_most,
    "too_short": lambda of: f"has to name at least {of['min_length']}",
    "too_long": lambda of: f"names more than {of['max_length']}",
    "list_type": _LIST,
    "tuple_type": _LIST,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "timezone_aware": _INSTANT,
    "json_invalid": lambda of: f"not JSON: {of['error']}",
}


def reason(error: ErrorDetails) -> str:
    """One sentence; of rules of our own the one that they give."""
    kind = error["type"]
    if kind in ("value_error", CONTRADICTION):
        return error["msg"].removeprefix("Value error, ")
    words = _REASONS.get(kind, _UNFIT)
    return words if isinstance(words, str) else words(error.get("ctx", {}))


def is_true(error: ErrorDetails) -> bool:
    """Of a list with wrong entries pydantic also says that it is too short: it counts the right ones alone."""
    return error["type"] != "too_short" or len(error["input"]) < error["ctx"]["min_length"]
