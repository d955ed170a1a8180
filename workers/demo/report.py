"""What is said at the end: how each case ended, whether that is as told, and where to look."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from workers.demo.outcome import Outcome
from workers.demo.story import View

SETTLED = ("met", "late", "waived", "lapsed")
RELEASED = "throughcare.custody.released.v1"


def verdict(console: Console, outcomes: Sequence[Outcome], ledgers: Mapping[str, Sequence[View]]) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("case", "opened"):
        table.add_column(name, no_wrap=True)
    for name in ("released", "ended", "story"):
        table.add_column(name)
    for name in SETTLED:
        table.add_column(name, justify="right")
    table.add_column("as told")
    for each in outcomes:
        table.add_row(*_row(each, ledgers.get(each.story.case, ())))
    console.print(table)
    for each in outcomes:
        for difference in each.differs:
            console.print(f"[red]{each.story.case}[/]: {difference}", highlight=False)


def farewell(console: Console, index: Path, stack: Path, days_per_second: float) -> None:
    shown = index.parent
    console.print(
        f"\nA timeline picture of each case: {shown}/timeline-<case>.svg, all of them on {index}\n"
        "The stack is stopped. To look at these cases in the Temporal Web UI:\n"
        f"  {sys.argv[0]} dev --data {stack} --days-per-second {days_per_second:g}\n"
        "and for a fresh stack that stays up: make dev",
        highlight=False,
        soft_wrap=True,
    )


def _row(ended: Outcome, ledger: Sequence[View]) -> tuple[str, ...]:
    story, view, count = ended.story, ended.view, ended.obligations
    if view is None:
        return (story.case, "never", "", "", story.title, *("" for _ in SETTLED), "[red]no[/]")
    because = f" ({view['closed_because']})" if view["closed_because"] else ""
    return (
        story.case,
        view["opened"][:10],
        ", ".join(event["occurred_at"][:10] for event in ledger if event["type"] == RELEASED) or "-",
        view["phase"] + because,
        story.title,
        *(str(count[state]) for state in SETTLED),
        "yes" if ended.as_told else "[red]no[/]",
    )
