"""What the register's commands share at the terminal: the file they are given, the bar, a failure told."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

INTERRUPTED = 130
File = Annotated[Path, typer.Argument(help="CSV or JSON lines; - is standard input.", metavar="FILE")]


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar where somebody looks on, and nothing into a file."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # What is printed meanwhile goes above the bar on a terminal; from a pipe it would be led away.
    with Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=sys.stdout.isatty(),
    ) as shown:
        yield shown


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C ends a command with a status of its own: no other word of it would be true."""
    try:
        yield
    except KeyboardInterrupt:
        fail(INTERRUPTED, "interrupted")


def fail(status: int, *sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.echo(f"error: {sentence}", err=True)
    raise typer.Exit(status)
