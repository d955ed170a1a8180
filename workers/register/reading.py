"""From a file to staged rows: everything that is wrong in it, named with its line, before anything is sent."""

from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress

from workers.register.rows import RELEASES, Sender, Wrong, judged
from workers.register.staged import Staged
from workers.row_files import NotRows, opened, rows

MOST_ERRORS = 50
"""Mistakes in a file that are told at once."""


@dataclass(frozen=True)
class Faults:
    """What is wrong in a file: the first of its mistakes, and how many there are."""

    told: list[str]
    count: int

    @property
    def summary(self) -> str:
        mistakes = "1 mistake" if self.count == 1 else f"{self.count:,} mistakes"
        more = f", {self.count - len(self.told):,} more than are shown" if self.count > len(self.told) else ""
        return mistakes + more


def stage(file: Path, sender: Sender, staged: Staged, shown: Progress) -> Faults:
    """Reads the whole file; raises ``NotRows``."""
    told: list[str] = []
    count = 0
    with opened(file) as (stream, name):
        for row in shown.track(rows(stream, name, RELEASES), description="reading"):
            try:
                fact = judged(row, sender)
                if (first := staged.add(row.line, fact)) is not None:
                    raise Wrong(f"case ({fact.case!r}): named twice, first in line {first}")
            except Wrong as wrong:
                count += len(wrong.sentences)
                told += [f"{name}:{row.line}: {sentence}" for sentence in wrong.sentences]
                del told[MOST_ERRORS:]
    if not staged.count and not count:
        raise NotRows(f"{name}: no releases in it")
    return Faults(told, count)
