"""What a run of the reconciliation has come to, for operators."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

from domain.reconciliation.differences import RULES, Kind

Counts: TypeAlias = Mapping[Kind, int]


class Reconciled(BaseModel):
    """Counts only; by kind where something differed."""

    model_config = ConfigDict(frozen=True)
    cases: int = 0
    workflows: int = 0
    mended: dict[Kind, int] = {}
    entered: dict[Kind, int] = {}
    settled: dict[Kind, int] = {}
    """Still so, and settled by somebody: nobody is asked again."""
    gone: int = 0
    """Entries that aren't so any more."""
    set_aside: int = 0
    """Facts that couldn't be delivered, and that operators have set aside: no difference."""
    seconds: float | None = None
    """None while it runs."""

    def with_cases(self, more: int, set_aside: int = 0) -> "Reconciled":
        return self.model_copy(update={"cases": self.cases + more, "set_aside": self.set_aside + set_aside})

    def with_workflows(self, more: int) -> "Reconciled":
        return self.model_copy(update={"workflows": self.workflows + more})

    def with_settled(self, mended: Counts, entered: Counts, settled: Counts) -> "Reconciled":
        added = {
            "mended": _sum(self.mended, mended),
            "entered": _sum(self.entered, entered),
            "settled": _sum(self.settled, settled),
        }
        return self.model_copy(update=added)

    def with_gone(self, more: int) -> "Reconciled":
        return self.model_copy(update={"gone": self.gone + more})

    def with_seconds(self, seconds: float) -> "Reconciled":
        return self.model_copy(update={"seconds": seconds})


def told(done: Reconciled) -> str:
    """Markdown."""
    compared = f"{_several(done.cases, 'case')} and {_several(done.workflows, 'workflow')} compared"
    lines = [f"{compared}{_within(done.seconds)}", ""]
    lines += [*_counted("mended", done.mended), *_counted("for a person", done.entered)]
    lines += _counted("settled, and still so", done.settled)
    if done.gone:
        lines.append(f"- gone by themselves: {done.gone}")
    if not (done.mended or done.entered or done.settled):
        lines.append("- nothing differs")
    if done.set_aside:
        lines.append(
            f"- set aside, not to be delivered: {_several(done.set_aside, 'fact')} (throughcare inbox list --all)"
        )
    return "\n".join(lines)


def _counted(what: str, counts: Counts) -> Iterator[str]:
    for kind in RULES:
        if kind in counts:
            yield f"- {what}: {counts[kind]} {kind}: {RULES[kind].found}"


def _several(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def _within(seconds: float | None) -> str:
    return "" if seconds is None else f" in {seconds:.0f} s"


def _sum(one: Counts, other: Counts) -> dict[Kind, int]:
    return dict(Counter(one) + Counter(other))
