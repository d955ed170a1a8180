"""What is shown while the exercise runs: a live table at a terminal, else a line whenever something changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table

from workers.demo.story import Story, View

STYLES = {"preparation": "cyan", "supervision": "green", "recalled": "red", "follow-up": "blue"}


class Progress:
    """Drawn anew at every look, between ``with`` and its end."""

    def __init__(self, console: Console, stories: Sequence[Story]) -> None:
        self._console = console
        self._stories = stories
        self._live = Live(console=console, auto_refresh=False) if console.is_terminal else None
        self._lines: dict[str, str] = {}

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, now: datetime, views: Mapping[str, View]) -> None:
        if self._live is not None:
            self._live.update(self._table(now, views), refresh=True)
            return
        for story in self._stories:
            if (view := views.get(story.case)) is not None:
                self._print_change(now, story, view)

    def _table(self, now: datetime, views: Mapping[str, View]) -> Table:
        table = Table(title=f"{now:%d %B %Y}", title_justify="left", box=None, pad_edge=False)
        for name in ("case", "story", "phase", "level", "manager"):
            table.add_column(name, no_wrap=True)
        table.add_column("owed", justify="right")
        table.add_column("overdue", justify="right")
        for story in self._stories:
            view = views.get(story.case)
            table.add_row(story.case, story.title, *(_cells(view, now) if view else ("not open yet",)))
        return table

    def _print_change(self, now: datetime, story: Story, view: View) -> None:
        phase, level, manager, owed, overdue = _plain(view, now)
        line = f"{phase}, level {level}, manager {manager}"
        if self._lines.get(story.case) != line:
            self._lines[story.case] = line
            self._console.print(
                f"{now:%Y-%m-%d}  {story.case}  {line}, owed {owed}, overdue {overdue}",
                highlight=False,
                soft_wrap=True,
            )


def _cells(view: View, now: datetime) -> tuple[str, ...]:
    phase, level, manager, owed, overdue = _plain(view, now)
    style = STYLES.get(view["phase"], "dim")
    late = f"[yellow]{overdue}[/]" if overdue != "0" else overdue
    return f"[{style}]{phase}[/]", level, manager, owed, late


def _plain(view: View, now: datetime) -> tuple[str, str, str, str, str]:
    """Phase, level, manager, and how much is owed and overdue."""
    because = f" ({view['closed_because']})" if view["closed_because"] else ""
    manager = view["case_manager"]
    interim = " (interim)" if manager and manager["interim"] else ""
    due = [datetime.fromisoformat(each["due"]) for each in view["obligations"] if each["state"] == "open"]
    return (
        view["phase"] + because,
        view["level"] or "-",
        manager["member"] + interim if manager else "-",
        str(len(due)),
        str(sum(1 for each in due if each < now)),
    )
