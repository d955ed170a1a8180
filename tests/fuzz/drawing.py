"""Which requests are made: drawn from a seed, about cases that were opened before."""

from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

from domain.agencies.news import NEWS_TYPES
from tests.faults.lives import OPENS_WITHIN
from tests.fuzz.mutating import Event, mutated
from tests.fuzz.spoiling import Request, batch, binary, spoilt, structured
from tests.orchestration.random_facts import random_fact
from tests.unit.examples import EXAMPLES

CASES = tuple(f"Z-{number}" for number in range(40))
IDS = 1_500
"""So few, that of what is accepted most is a duplicate: it is the gateway that is overrun, not the cases."""
SOURCE = "/fuzz"
LARGEST_BATCH = 8
_AGENCY: dict[str, Any] = {"jurisdiction": "eu", "level": "regional", "activities": ["housing"]}


def openings(now: datetime) -> list[Event]:
    """A valid event for each case, by which it opens."""
    release = now.date().replace(day=1).toordinal() + OPENS_WITHIN
    day = datetime.fromordinal(release).date().isoformat()
    data = EXAMPLES["throughcare.custody.release-date.v1"] | {"release_date": day, "at": now.isoformat()}
    return [
        _around("custody.release-date", data | {"person": f"ZP-{case}"}, case, f"opening-{case}")
        for case in CASES
    ]


def drawn(random: Random, now: datetime) -> Iterator[Request]:
    """Without end."""
    while True:
        mode = random.choice(("structured", "binary", "batch"))
        if mode == "batch":
            several = [valid(random, now) for _ in range(random.randint(1, LARGEST_BATCH))]
            place = random.randrange(len(several))
            several[place] = mutated(random, several[place])
            yield spoilt(random, batch(several))
        else:
            event = mutated(random, valid(random, now))
            yield spoilt(random, structured(event) if mode == "structured" else binary(event))


def valid(random: Random, now: datetime) -> Event:
    if random.random() < 0.03:
        return _about_an_agency(random)
    name, data = random_fact(random, now, [])
    event = _around(name, data, random.choice(CASES), f"z-{random.randrange(IDS)}")
    return event | {"time": now.isoformat()} if random.random() < 0.3 else event


def _about_an_agency(random: Random) -> Event:
    type_name = random.choice(list(NEWS_TYPES))
    data = _AGENCY if "changed" in type_name else {}
    name = type_name.removeprefix("throughcare.").removesuffix(".v1")
    return _around(name, dict(data), f"housing:z{random.randrange(20)}", f"za-{random.randrange(IDS)}")


def _around(name: str, data: dict[str, Any], subject: str, event_id: str) -> Event:
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": SOURCE,
        "type": f"throughcare.{name}.v1",
        "subject": subject,
        "data": data,
    }
