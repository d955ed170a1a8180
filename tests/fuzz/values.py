"""What stands where something else was meant."""

from copy import deepcopy
from random import Random
from typing import Any

Json = dict[str, Any] | list[Any] | str | float | bool | None

DATES = (
    "0000-00-00",
    "0001-01-01",
    "1899-12-31",
    "1900-01-01",
    "2024-02-29",
    "2027-02-29",
    "2027-13-01",
    "2199-12-31",
    "2200-01-01",
    "9999-12-31",
    "10000-01-01",
    "-0001-01-01",
    "2027-3-1",
    "20270301",
    "2027-W09-1",
    "\u0662\u0660\u0662\u0667-\u0660\u0663-\u0660\u0661",
    " 2027-03-01",
    "2027-03-01\n",
)
INSTANTS = (
    "0001-01-01T00:00:00+23:59",
    "1900-12-31T23:59:59Z",
    "1901-01-01T00:00:00+14:00",
    "2198-12-31T23:59:59-12:00",
    "9999-12-31T23:59:59-23:59",
    "2027-03-01T24:00:00Z",
    "2027-03-01T23:59:60Z",
    "2027-03-01T10:00:00+99:99",
    "2027-03-01T10:00:00-00:00",
    "2027-03-01T10:00:00",
    "2027-03-01T10:00Z",
    "2027-03-01t10:00:00z",
    "2027-03-01 10:00:00Z",
    "2027-03-01T10:00:00.1234567890123Z",
    "2027-03-01T10:00:00,5Z",
    "2027-03-01T10:00:00 Europe/Rome",
    "2027-03-28T02:30:00+01:00",
)
TEXTS = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\udfff\ud800",
    "\ufeff",
    "\u200b",
    "\u202eabc",
    "e\u0301",
    "\u0130",
    "\ufb01",
    "\U0001f468\u200d\U0001f469",
    "\uffff",
    "\x7f",
    "\x1b[31m",
    "\r\n",
    "null",
    "../../etc",
    "%00",
    "{{7*7}}",
    "'; drop table inbox; --",
)
NUMBERS: tuple[float, ...] = (
    0,
    -1,
    1.5,
    1e308,
    -0.0,
    2**31,
    2**63,
    -(2**63) - 1,
    10**40,
    10**400,
    float("nan"),
    float("inf"),
)
OTHERS: tuple[Json, ...] = (None, True, False, [], {}, [[]], [None], {"": ""}, {"a": {"b": "c"}})
LOOK_ALIKES = {
    "a": "\u0430",
    "c": "\u0441",
    "e": "\u0435",
    "o": "\u043e",
    "p": "\u0440",
    "1": "\uff11",
    ":": "\uff1a",
    "-": "\u2010",
    ".": "\uff0e",
}
LENGTHS = (65, 201, 1_025, 8_001, 66_000)
DEPTHS = (20, 120, 250, 3_000)


def odd(random: Random) -> Json:
    """Any of them."""
    kind = random.choice(("date", "instant", "text", "number", "other", "long", "deep"))
    match kind:
        case "date":
            return random.choice(DATES)
        case "instant":
            return random.choice(INSTANTS)
        case "text":
            return random.choice(TEXTS)
        case "number":
            return random.choice(NUMBERS)
        case "long":
            return random.choice("a\u044f\u0131\U0001f600") * random.choice(LENGTHS)
        case "deep":
            return nested(random)
        case _:
            return deepcopy(random.choice(OTHERS))


def nested(random: Random) -> Json:
    inner: Json = "x"
    for _ in range(random.choice(DEPTHS[:3])):
        inner = [inner] if random.random() < 0.5 else {"k": inner}
    return inner


def look_alike(random: Random, text: str) -> str:
    """The same to the eye."""
    alike = [letter for letter in text if letter in LOOK_ALIKES]
    return text.replace(letter := random.choice(alike), LOOK_ALIKES[letter]) if alike else text + "\u200b"
