"""Events that are nearly valid: what is said is changed in a few places."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

from tests.fuzz.values import DATES, INSTANTS, Json, look_alike, odd
from tests.unit.examples import EXAMPLES

Event = dict[str, Any]
Place = tuple[Any, Any]
"""An object or a list, and a key or an index of it."""


def mutated(random: Random, event: Event) -> Event:
    """A copy with one to three changes; now and then with none."""
    changed = deepcopy(event)
    for _ in range(random.choice((0, 1, 1, 1, 2, 3))):
        random.choice(_CHANGES)(random, changed)
    return changed


def _places(value: Json) -> Iterator[Place]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        yield value, key
        yield from _places(inner)


def _somewhere(random: Random, event: Event) -> Place:
    event.setdefault("id", "")
    return random.choice(list(_places(event)))


def _drop(random: Random, event: Event) -> None:
    inside, key = _somewhere(random, event)
    del inside[key]


def _replace(random: Random, event: Event) -> None:
    inside, key = _somewhere(random, event)
    inside[key] = odd(random)


def _replace_in_the_envelope(random: Random, event: Event) -> None:
    event[random.choice(("specversion", "id", "source", "type", "subject", "time", "datacontenttype"))] = odd(
        random
    )


def _add(random: Random, event: Event) -> None:
    inside = random.choice([event, *(each for each in event.values() if isinstance(each, dict))])
    inside[
        random.choice(("extra", "data_base64", "UPPER", "at", "by", "time", "", "\0", "é", "__proto__"))
    ] = odd(random)


def _double(random: Random, event: Event) -> None:
    """In a list; a doubled name of an object is written by ``spoiling``."""
    inside, key = _somewhere(random, event)
    if isinstance(inside[key], list) and inside[key]:
        inside[key] = inside[key] * random.choice((2, 50))


def _date(random: Random, event: Event) -> None:
    event["data"] = {**_data(event), "at": random.choice(INSTANTS + DATES)}


def _time(random: Random, event: Event) -> None:
    event["time"] = random.choice(INSTANTS + DATES)


def _look_alike(random: Random, event: Event) -> None:
    texts = [(inside, key) for inside, key in _places(event) if isinstance(inside[key], str)]
    if texts:
        inside, key = random.choice(texts)
        inside[key] = look_alike(random, inside[key])


def _data_of_another(random: Random, event: Event) -> None:
    event["data"] = deepcopy(random.choice(list(EXAMPLES.values())))


def _swap(random: Random, event: Event) -> None:
    data = _data(event)
    if len(data) > 1:
        one, other = random.sample(list(data), 2)
        data[one], data[other] = data[other], data[one]


def _data(event: Event) -> Event:
    data = event.get("data")
    return data if isinstance(data, dict) else {}


_CHANGES: tuple[Callable[[Random, Event], None], ...] = (
    _drop,
    _drop,
    _replace,
    _replace,
    _replace,
    _replace_in_the_envelope,
    _add,
    _double,
    _date,
    _time,
    _look_alike,
    _data_of_another,
    _swap,
)
