"""What the demo shows while it runs and at its end."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from tests.unit.demo_cases import START, STORY, on, owing, recorded, view_of
from workers.demo.outcome import outcome
from workers.demo.progress import Progress
from workers.demo.report import farewell, verdict
from workers.demo.story import Story


def a_console() -> Console:
    return Console(width=150, record=True, force_terminal=False, file=StringIO())


def test_without_a_terminal_a_line_is_printed_whenever_a_case_has_changed() -> None:
    console = a_console()
    preparation = view_of(owing("agree-plan", "probation:eu", due=1), now=2)
    with Progress(console, [STORY]) as progress:
        progress.show(on(2), {"C-1": preparation})
        progress.show(on(3), {"C-1": preparation})
        progress.show(on(4), {"C-1": view_of(phase="supervision")})
    assert console.export_text().splitlines() == [
        "2027-01-03  C-1  preparation, level -, manager -, owed 1, overdue 1",
        "2027-01-05  C-1  supervision, level -, manager -, owed 0, overdue 0",
    ]


def test_the_verdict_tells_of_every_case_and_of_what_is_not_as_told() -> None:
    console = a_console()
    view = view_of(phase="closed", closed_because="died", opened_at=START)
    told = Story("C-1", "A story", "", (), {"closed_because": "completed"})
    never = Story("C-2", "Another", "", (), {})
    outcomes = [outcome(told, view, START.date()), outcome(never, None, START.date())]
    verdict(console, outcomes, {"C-1": [recorded("custody.released", 30, reason="released")]})
    text = console.export_text()
    assert "closed (died)" in text
    assert "2027-01-31" in text
    assert "C-1: closed_because is 'died', told was 'completed'" in text
    assert "C-2: the case was never opened" in text


def test_the_last_words_say_where_the_pictures_are_and_how_to_look_again() -> None:
    console = a_console()
    farewell(console, Path("demo/index.html"), Path("demo/stack"), 10.0)
    text = console.export_text()
    assert "demo/timeline-<case>.svg" in text
    assert "dev --data demo/stack --days-per-second 10" in text
