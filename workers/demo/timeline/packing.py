"""Finding room: nothing that is drawn may cover what is drawn beside it."""

from collections.abc import Sequence
from typing import NamedTuple

PER_LETTER = 6.1
"""Width of an average letter of a label, on the wide side."""


class Placed(NamedTuple):
    """A label whose line stands at ``x`` and whose text runs to the right of it."""

    x: float
    text: str
    tier: int

    @property
    def right(self) -> float:
        return self.x + width_of(self.text)


def width_of(text: str) -> float:
    return len(text) * PER_LETTER + 10


def tiers(labels: Sequence[tuple[float, str]]) -> list[Placed]:
    """A tier for each label, 0 nearest to the picture, in the order given.

    A text may neither cover another one nor be crossed by the line of a label above it. Each text runs to the right
    of its line, so it is enough to go from right to left, and above every label whose line lies below the text.
    """
    placed: dict[int, Placed] = {}
    for index in sorted(range(len(labels)), key=lambda each: (labels[each][0], each), reverse=True):
        x, text = labels[index]
        below = [other.tier for other in placed.values() if x <= other.x <= x + width_of(text)]
        placed[index] = Placed(x, text, max(below, default=-1) + 1)
    return [placed[index] for index in range(len(labels))]


def levels(places: Sequence[float], gap: float) -> list[int]:
    """The lowest level for each place, in the order given, on which no other place is nearer than the gap."""
    taken: dict[int, list[float]] = {}
    found = []
    for place in places:
        level = 0
        while any(abs(place - other) < gap for other in taken.get(level, ())):
            level += 1
        taken.setdefault(level, []).append(place)
        found.append(level)
    return found


def rows(stretches: Sequence[tuple[float, float]], slack: float = 0.0) -> list[int]:
    """The first row for each stretch, in the order given, in which no other overlaps it by more than the slack."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for start, end in stretches:
        row = next(
            (
                index
                for index, others in enumerate(taken)
                if all(start + slack >= b or end <= a + slack for a, b in others)
            ),
            len(taken),
        )
        if row == len(taken):
            taken.append([])
        taken[row].append((start, end))
        found.append(row)
    return found
