"""What happens in one run, drawn from a seed: which events are posted by whom and how, and which processes die when.

The seed reproduces the plan, not the run: how fast the machine is decides what a process was doing when it died.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from random import Random
from typing import Any, Literal

from tests.faults.lives import Event, lives

Mode = Literal["structured", "binary", "batch"]
Manner = Literal["whole", "cut while sending", "cut before the answer"]

PROCESSES = ("postgres", "temporal", "worker", "relay", "gateway")
SHARE_OF_DUPLICATES = 0.04
SHARE_OF_CUTS = 0.12
SHARE_OF_BATCHES = 0.15
LARGEST_BATCH = 20
LENGTH_OF_A_CASE = 0.3
"""Of the run: about so many of all cases are under way at any time."""
SECONDS_BETWEEN_OUTAGES = 6.0
EVENTS_PER_SECOND = 30.0
"""At which they are posted at most, so that the processes die while the cases are at work."""


@dataclass(frozen=True)
class Post:
    """One request; after a cut the same again, as a whole."""

    mode: Mode
    manner: Manner
    events: tuple[Event, ...]
    pause: float
    """Seconds before it."""


@dataclass(frozen=True)
class Outage:
    """Processes that are killed at the same moment, each ``deaths`` times in a row as soon as it is back."""

    after: float
    """Of all posts, the share that has been answered."""
    processes: tuple[str, ...]
    deaths: int


@dataclass(frozen=True)
class Size:
    events: int
    cases: int
    clients: int
    kills: int
    """Of each process."""


@dataclass(frozen=True)
class Plan:
    cases: tuple[str, ...]
    posts: tuple[tuple[Post, ...], ...]
    """By client."""
    outages: tuple[Outage, ...]

    @property
    def events(self) -> set[tuple[str, str]]:
        """Source and id of each."""
        return {event.key for post in chain(*self.posts) for event in post.events}

    @property
    def told(self) -> str:
        """The plan in a line, so that two runs can be seen to have the same."""
        posts = "+".join(str(len(each)) for each in self.posts)
        dying = ", ".join(f"{' and '.join(each.processes)} ({each.deaths}x)" for each in self.outages)
        return f"{len(self.events)} events in {posts} posts; to be killed: {dying}"


def planned(size: Size, seed: int, now: datetime) -> Plan:
    """``now``: the day around which everything occurs."""
    random = Random(seed)
    told = lives(random, size.events, size.cases, now)
    outages = tuple(_outages(random, size.kills))
    seconds = max(len(outages) * SECONDS_BETWEEN_OUTAGES, size.events / EVENTS_PER_SECOND)
    dealt: list[list[Event]] = [[] for _ in range(size.clients)]
    for event in _in_order_of_posting(random, told.values()):
        dealt[random.randrange(size.clients)].append(event)
    posts = tuple(tuple(_posts(random, events, seconds)) for events in dealt)
    return Plan(tuple(told), posts, outages)


def _in_order_of_posting(random: Random, told: Iterable[Sequence[Event]]) -> list[Event]:
    """Cases begin one after the other and overlap; what is told of each is shuffled a little, some of it told twice."""
    placed: list[tuple[float, Event]] = []
    for events in told:
        begins = random.uniform(0, 1 - LENGTH_OF_A_CASE)
        for number, event in enumerate(events):
            share = number / len(events) + random.uniform(-0.2, 0.2)
            placed.append((begins + LENGTH_OF_A_CASE * share, event))
            if random.random() < SHARE_OF_DUPLICATES:
                placed.append((random.uniform(begins, 1), event))
    return [event for _, event in sorted(placed, key=lambda each: each[0])]


def _posts(random: Random, events: Sequence[Event], seconds: float) -> Iterator[Post]:
    taken = list(_cut_to_size(random, events))
    for mode, several in taken:
        cut = random.random() < SHARE_OF_CUTS
        manner: Manner = random.choice(("cut while sending", "cut before the answer")) if cut else "whole"
        yield Post(mode, manner, several, random.uniform(0, 2 * seconds / len(taken)))


def _cut_to_size(random: Random, events: Sequence[Event]) -> Iterator[tuple[Mode, tuple[Event, ...]]]:
    rest = list(events)
    while rest:
        is_batch = random.random() < SHARE_OF_BATCHES
        mode: Mode = "batch" if is_batch else random.choice(("structured", "binary"))
        length = random.randint(1, LARGEST_BATCH) if is_batch else 1
        yield mode, tuple(rest[:length])
        del rest[:length]


def _outages(random: Random, kills: int) -> Iterator[Outage]:
    """Every process ``kills`` times, in random order, now and then two of them at once."""
    dying = [process for process in PROCESSES for _ in range(kills)]
    random.shuffle(dying)
    together: list[list[str]] = []
    for process in dying:
        if together and len(together[-1]) == 1 and process not in together[-1] and random.random() < 0.25:
            together[-1].append(process)
        else:
            together.append([process])
    for number, processes in enumerate(together):
        after = (number + random.uniform(0.2, 0.8)) / len(together)
        yield Outage(after, tuple(processes), random.choice((1, 1, 2)))


def content(event: Event) -> dict[str, Any]:
    """The event as a structured CloudEvent."""
    return {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "subject": event.case,
        "data": event.data,
    }
