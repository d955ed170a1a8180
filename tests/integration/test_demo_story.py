"""One short story of the demo, on the real stack, with its picture at the end."""

from pathlib import Path

import pytest
from rich.console import Console

from workers.demo.run import demo
from workers.demo.story import Day, Happening, Story

DAYS_PER_SECOND = 40
pytestmark = pytest.mark.timeout(110)

RELEASE = {
    "person": "P-1",
    "jurisdiction": "eu",
    "entry": "sentence",
    "kind": "confirmed",
    "release_date": Day(60),
    "supervision_end": Day(100),
}
SHORT = Story(
    case="C-1",
    title="A very short sentence",
    told="Two months are left, and six weeks of supervision follow.",
    happenings=(Happening(0, "prison", "custody.release-date", RELEASE),),
    expects={"phase": "closed", "closed_because": "completed", "short_notice": True},
)


async def test_a_story_ends_as_told_and_leaves_its_picture(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    (folder / "stack").mkdir(parents=True)
    (folder / "left-over.svg").touch()
    console = Console(quiet=True)
    assert await demo(folder, console, stories=(SHORT,), days_per_second=DAYS_PER_SECOND)
    assert not (folder / "left-over.svg").exists()
    picture = (folder / "timeline-C-1.svg").read_text()
    assert "closed: completed" in picture
    assert "Network building" in picture
    assert 'href="timeline-C-1.svg"' in (folder / "index.html").read_text()
