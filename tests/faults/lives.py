"""What is told of each case in the fault test: valid facts of every type, most of them contradicting each other."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from tests.orchestration.random_facts import random_fact
from tests.unit.examples import EXAMPLES

SOURCES = ("/prisons/north", "/police/east", "/служба/пробации")
KIN = 6
"""Cases of one neighbourhood: persons are merged, and cases too, only within it."""
OPENS_WITHIN = 150
"""Days to every release, so that a case is open from its first release date on."""


class Event(NamedTuple):
    case: str
    source: str
    id: str
    type: str
    data: dict[str, Any]

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.id


def lives(random: Random, events: int, cases: int, now: datetime) -> dict[str, list[Event]]:
    """By case; as many events for each, and together ``events``."""
    return {
        f"F-{number}": _life(random, number, events // cases + (number < events % cases), now)
        for number in range(cases)
    }


def _life(random: Random, number: int, length: int, now: datetime) -> list[Event]:
    told = [_event(random, number, 0, _release_date(random, number, now))]
    sent: list[tuple[str, str]] = []
    for place in range(1, length):
        name, data = random_fact(random, now, sent)
        told.append(_event(random, number, place, (name, _of_this_case(name, data, random, number, now))))
        if name != "custody.release-date":  # withdrawn before the case has opened, it wouldn't open
            sent.append(told[-1].key)
    return told


def _event(random: Random, number: int, place: int, fact: tuple[str, dict[str, Any]]) -> Event:
    name, data = fact
    return Event(f"F-{number}", random.choice(SOURCES), f"f-{number}-{place}", f"throughcare.{name}.v1", data)


def _release_date(random: Random, number: int, now: datetime) -> tuple[str, dict[str, Any]]:
    data = dict(EXAMPLES["throughcare.custody.release-date.v1"]) | {"at": now.isoformat()}
    return "custody.release-date", data | _soon(random, now) | {"person": _person(number)}


def _of_this_case(
    name: str, data: dict[str, Any], random: Random, number: int, now: datetime
) -> dict[str, Any]:
    """Persons and cases that the facts of the orchestration tests name, as those of this neighbourhood."""
    first, neighbours = number - number % KIN, [(number + step) % KIN for step in (2, 4)]
    others = [first + each for each in neighbours]
    persons = {"P-1": _person(number), "P-77": _person(others[0]), "P-78": _person(others[1])}
    named = {
        field: persons[data[field]] for field in ("person", "from", "into") if data.get(field) in persons
    }
    if name == "case.merged":
        named["into"] = f"F-{others[0]}"
    if name in ("custody.release-date", "custody.returned"):
        named |= _soon(random, now)
    return data | named


def _soon(random: Random, now: datetime) -> dict[str, Any]:
    release = now.date() + timedelta(days=random.randint(10, OPENS_WITHIN))
    end = release + timedelta(days=random.randint(30, 400))
    return {"release_date": release.isoformat(), "supervision_end": end.isoformat()}


def _person(number: int) -> str:
    """Of every six cases the first two are one person's."""
    return f"FP-{number - 1 if number % KIN == 1 else number}"
