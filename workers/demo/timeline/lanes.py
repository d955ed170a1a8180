"""A lane of the picture: one procedure's runs as bars, what it kept owed as marks on them, chasing below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workers.demo.timeline.chasing import chasing
from workers.demo.timeline.history import History, Stretch
from workers.demo.timeline.owed import Owed
from workers.demo.timeline.packing import levels, rows
from workers.demo.timeline.records import CASE_LANE
from workers.demo.timeline.scale import Scale
from workers.demo.timeline.tooltips import of_owed, of_stretch

ORDER = (
    "network-building",
    "information-handover",
    "manager-appointment",
    "assessment",
    "person and plan",
    "release",
    "meetings",
    "activities",
    "court-report",
    "concerns",
    "breach-handling",
    CASE_LANE,
    "closing",
)
"""From top to bottom; procedures that aren't named here follow in the order of their start."""
TITLES = {
    CASE_LANE: "The case itself",
    "assessment": "Joint assessment",
    "meetings": "Network meetings",
    "court-report": "Court reports",
    "release": "Release, first contact",
    "closing": "Planned end, follow-up",
}
MARK = 10.0
"""From the middle of one mark to the middle of the one above it."""
BAR = 14.0
LINE = 12.0
"""Height of a row of reminders below the bars."""
PADDING = 9.0
NEXT_TO = 8.0
"""Between two reminders in one row."""
NARROWEST = 4.0
SLACK = 9.0
"""By so much one run may overlap the next: a procedure ends a moment after what it was about."""


class Bar(NamedTuple):
    x: float
    y: float
    width: float
    tooltip: str


class Mark(NamedTuple):
    """An obligation at its due date, or a reminder; ``shape`` says how it ended, or which it is."""

    x: float
    y: float
    shape: str
    tooltip: str


@dataclass(frozen=True)
class Lane:
    title: str
    top: float
    bottom: float
    title_y: float
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    chasing: tuple[Mark, ...]
    """Reminders and escalations, when they were sent."""


def lanes(of: History, scale: Scale, top: float) -> Iterator[Lane]:
    """One below the other."""
    for name in _names(of):
        stretches = [each for each in of.procedures if each.name == name]
        lane = _lane(name, stretches, [each for each in of.owed if each.lane == name], scale, top)
        yield lane
        top = lane.bottom


def _names(of: History) -> list[str]:
    present = dict.fromkeys((*(each.name for each in of.procedures), *(each.lane for each in of.owed)))
    return sorted(present, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


def _lane(name: str, stretches: Sequence[Stretch], owed: Sequence[Owed], scale: Scale, top: float) -> Lane:
    owed = sorted(owed, key=lambda each: each.due)
    places = [scale.x(each.due) for each in owed]
    stacked = levels(places, MARK)
    spans = [_span(each, scale) for each in stretches]
    in_rows = rows(spans, SLACK)
    first = top + PADDING + max((*stacked, 0)) * MARK
    below = first + BAR * (max(in_rows, default=0) + 1)
    chased_y = below + LINE / 2
    sent = [(scale.x(each.at), each) for each in chasing(owed)]
    chased = levels([x for x, _ in sent], NEXT_TO)
    return Lane(
        title=TITLES.get(name, name.replace("-", " ").capitalize()),
        top=top,
        bottom=chased_y + LINE * (max(chased, default=-1) + 0.5) + PADDING,
        title_y=first + BAR / 2 + 4,
        bars=tuple(
            Bar(start, first + row * BAR, end - start, of_stretch(stretch))
            for (start, end), row, stretch in zip(spans, in_rows, stretches, strict=True)
        ),
        marks=tuple(
            Mark(x, first + BAR / 2 - level * MARK, each.state, of_owed(each))
            for x, each, level in zip(places, owed, stacked, strict=True)
        ),
        chasing=tuple(
            Mark(x, chased_y + level * LINE, each.shape, each.tooltip)
            for (x, each), level in zip(sent, chased, strict=True)
        ),
    )


def _span(stretch: Stretch, scale: Scale) -> tuple[float, float]:
    start, end = scale.x(stretch.start), scale.x(stretch.end)
    return start, max(end, start + NARROWEST)
