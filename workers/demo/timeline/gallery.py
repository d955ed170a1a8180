"""The pictures of a caseload, and the page that shows them all."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from workers.demo.outcome import Outcome
from workers.demo.story import View
from workers.demo.timeline.picture import TEMPLATES, drawn


def hang(folder: Path, outcomes: Sequence[Outcome], ledgers: Mapping[str, Sequence[View]]) -> Path:
    """Draws every case that was opened; returns the page."""
    shown = [each for each in outcomes if each.view is not None]
    for each in shown:
        if each.view is not None:
            title = f"{each.story.case}  {each.story.title}"
            svg = drawn(title, each.story.told, each.view, ledgers[each.story.case])
            (folder / _file(each)).write_text(svg, encoding="utf-8")
    index = folder / "index.html"
    pictures = [(each, _file(each)) for each in shown]
    index.write_text(TEMPLATES.get_template("index.html.j2").render(pictures=pictures), encoding="utf-8")
    return index


def _file(of: Outcome) -> str:
    return f"timeline-{of.story.case}.svg"
