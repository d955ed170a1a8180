"""The table of a run."""

from collections.abc import Iterator
from itertools import chain
from statistics import median, quantiles

from rich import box
from rich.table import Table

from tests.faults.plan import PROCESSES
from tests.faults.run import Outcome


def table_of(outcome: Outcome) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right")
    for row in (*_posts(outcome), *_times(outcome), *_processes(outcome)):
        table.add_row(*row)
    return table


def _posts(outcome: Outcome) -> Iterator[tuple[str, str]]:
    plan, posted = outcome.plan, outcome.posted
    yield "cases", f"{len(plan.cases):,}"
    yield "events", f"{len(plan.events):,}"
    yield "events that got a 202", f"{len(posted.accepted):,}"
    yield "posts", f"{len(list(chain(*plan.posts))):,}"
    for what, count in sorted(posted.counts.items()):
        yield what, f"{count:,}"


def _times(outcome: Outcome) -> Iterator[tuple[str, str]]:
    seconds = outcome.posted.seconds
    yield "posted in", f"{outcome.seconds_of_posting:.0f} s"
    yield "then quiet after", f"{outcome.seconds_to_quiet:.0f} s"
    throughput = len(outcome.plan.events) / (outcome.seconds_of_posting + outcome.seconds_to_quiet)
    yield "events recorded per second, from the first post to quiet", f"{throughput:.1f}"
    for what, count in sorted(outcome.late_tasks.items()):
        yield f"workflow tasks that came too late ({what})", f"{count:,}"
    yield "202: median", f"{1e3 * median(seconds):.0f} ms"
    yield "202: 99th percentile", f"{1e3 * quantiles(seconds, n=100)[98]:.0f} ms"
    yield "202: longest", f"{1e3 * max(seconds):.0f} ms"


def _processes(outcome: Outcome) -> Iterator[tuple[str, str]]:
    for name in PROCESSES:
        memory = outcome.observed.memory[name]
        kills = outcome.observed.kills[name]
        yield f"{name}: killed", f"{kills}"
        yield f"{name}: resident at most, at the end", f"{memory.most:.0f} MiB, {memory.last:.0f} MiB"
