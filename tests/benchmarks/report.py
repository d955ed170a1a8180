"""The table: each figure of the bare workflow and of our standard case, and the aim beside them."""

from collections.abc import Iterator
from typing import NamedTuple

from rich import box
from rich.table import Table

from tests.benchmarks.histories import Left
from tests.benchmarks.load import Cost
from tests.benchmarks.memory import Memory

SHARE_OF_BARE, MOST_EVENTS, MOST_MS, MOST_KIB = 0.7, 2_000, 200, 100

Row = tuple[str, str, str, str]


class Figures(NamedTuple):
    """Of one kind of case."""

    memory: Memory
    cost: Cost
    left: Left
    replay: float
    """Seconds."""


def table_of(bare: Figures, ours: Figures) -> Table:
    table = Table(title="A standard case beside a bare workflow", box=box.SIMPLE_HEAD)
    table.add_column("", no_wrap=True)
    table.add_column("bare", justify="right")
    table.add_column("standard case", justify="right")
    table.add_column("aim", no_wrap=True)
    for row in (*_work(bare, ours), *_throughput(bare, ours), *_histories(bare, ours), *_memory(bare, ours)):
        table.add_row(*row)
    return table


def _work(bare: Figures, ours: Figures) -> Iterator[Row]:
    yield _row("signals per case", bare.left.all.signals, ours.left.all.signals)
    yield _row("activities per case", bare.left.all.activities, ours.left.all.activities)


def _throughput(bare: Figures, ours: Figures) -> Iterator[Row]:
    of_bare, of_ours = bare.cost.cases_per_second, ours.cost.cases_per_second
    yield "cases per second, all processors", f"{of_bare:.2f}", f"{of_ours:.2f}", ""
    yield "  as a share of the bare workflow's", "1.00", f"{of_ours / of_bare:.2f}", f"≥ {SHARE_OF_BARE}"
    yield _row(f"  seconds for {ours.cost.cases} cases at once", bare.cost.elapsed, ours.cost.elapsed)
    for name, seconds in bare.cost.processor.items():
        yield _row(f"  processor ms per case, {name}", 1e3 * seconds, 1e3 * ours.cost.processor[name])


def _histories(bare: Figures, ours: Figures) -> Iterator[Row]:
    yield _row("history events, parent", bare.left.parent.events, ours.left.parent.events, MOST_EVENTS)
    yield _row("history events, with procedures", bare.left.all.events, ours.left.all.events)
    yield _row("history KiB, parent", bare.left.parent.bytes / 1024, ours.left.parent.bytes / 1024)
    yield _row("history KiB, with procedures", bare.left.all.bytes / 1024, ours.left.all.bytes / 1024)
    yield _row("replay of the parent, ms", 1e3 * bare.replay, 1e3 * ours.replay, MOST_MS)


def _memory(bare: Figures, ours: Figures) -> Iterator[Row]:
    per_workflow = bare.memory.kib_per_workflow, ours.memory.kib_per_workflow
    yield _row("KiB per cached workflow", *per_workflow, MOST_KIB)
    what = f"KiB per cached case, of {ours.memory.workflows_per_case:.1f} workflows"
    yield _row(what, bare.memory.kib_per_case, ours.memory.kib_per_case)


def _row(what: str, bare: float, ours: float, most: int | None = None) -> Row:
    return what, f"{bare:,.0f}", f"{ours:,.0f}", "" if most is None else f"< {most:,}"
