"""What our processes have logged: an outage is told in a word, a trace is a fault of ours."""

from collections.abc import Iterator
from pathlib import Path

WATCHED = ("gateway", "relay")
"""The worker's isn't: the engine's client tells of each attempt that failed while something was away."""
MARK = "Traceback (most recent call last)"
LAST_CHARACTERS = 300


def traces(folder: Path) -> Iterator[str]:
    for name in WATCHED:
        log = (folder / "logs" / f"{name}.log").read_text(errors="replace")
        for trace in log.split(MARK)[1:]:
            yield f"{name} has logged a trace: … {trace.splitlines()[0][-LAST_CHARACTERS:]}"
