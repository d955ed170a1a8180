"""The picture of one case: everything laid out, then drawn by a template as one self-contained SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workers.demo.story import View
from workers.demo.timeline.history import History, history
from workers.demo.timeline.lanes import Lane, lanes
from workers.demo.timeline.packing import Placed, tiers, width_of
from workers.demo.timeline.records import records
from workers.demo.timeline.scale import Scale, Tick

LEFT, RIGHT = 190.0, 1220.0
"""Where the axis begins and ends."""
HEADER = 84.0
TIER = 17.0
PHASE_STRIP = 22.0
AXIS = 44.0
LEGEND = 44.0
MARGIN = 24.0

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Band:
    name: str
    x: float
    width: float
    label: str
    """Empty where the name wouldn't fit."""


@dataclass(frozen=True)
class Line:
    label: Placed
    label_y: float
    is_interrupt: bool


@dataclass(frozen=True)
class Picture:
    title: str
    told: str
    facts: tuple[str, ...]
    width: float
    height: float
    strip_y: float
    lanes_y: float
    axis_y: float
    legend_y: float
    bands: tuple[Band, ...]
    lanes: tuple[Lane, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    left: float = LEFT
    right: float = RIGHT


def drawn(title: str, told: str, view: View, ledger: Sequence[View]) -> str:
    """The SVG of a case, from its last view and its ledger."""
    picture = laid_out(title, told, view, history(records(ledger)))
    return TEMPLATES.get_template("timeline.svg.j2").render(picture=picture)


def laid_out(title: str, told: str, view: View, of: History) -> Picture:
    scale = Scale(of.first, of.last, LEFT, RIGHT)
    labels = tiers([(scale.x(turn.at), turn.text) for turn in of.turns])
    strip_y = HEADER + TIER * (max((label.tier for label in labels), default=-1) + 1) + 6
    lanes_y = strip_y + PHASE_STRIP
    stacked = tuple(lanes(of, scale, lanes_y))
    axis_y = stacked[-1].bottom
    lines = tuple(
        Line(label, strip_y - 8 - TIER * label.tier, turn.is_interrupt)
        for label, turn in zip(labels, of.turns, strict=True)
    )
    return Picture(
        title=title,
        told=told,
        facts=tuple(facts(view)),
        width=max([RIGHT, *(label.right for label in labels)]) + MARGIN,
        height=axis_y + AXIS + LEGEND,
        strip_y=strip_y,
        lanes_y=lanes_y,
        axis_y=axis_y,
        legend_y=axis_y + AXIS,
        bands=tuple(_bands(of, scale)),
        lanes=stacked,
        lines=lines,
        ticks=tuple(scale.ticks()),
    )


def facts(view: View) -> list[str]:
    """What the line below the title says of the case."""
    settled = [each["state"] for each in view["obligations"]]
    counted = [f"{settled.count(state)} {state}" for state in ("met", "late", "waived", "lapsed", "open")]
    manager = view["case_manager"]
    return [
        f"level {view['level'] or 'unknown'}",
        f"case manager {manager['member'] if manager else 'nobody'}",
        *(["short notice"] if view["short_notice"] else []),
        "obligations: " + ", ".join(each for each in counted if not each.startswith("0 ")),
    ]


def _bands(of: History, scale: Scale) -> list[Band]:
    bands = []
    for phase in of.phases:
        x = scale.x(phase.start)
        width = scale.x(phase.end) - x
        bands.append(Band(phase.name, x, width, phase.name if width_of(phase.name) < width else ""))
    return bands
