"""What a command can't write is told as a sentence: which option, which file, why."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer


@contextmanager
def writing(option: str, path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        typer.echo(f"error: {option}: {exc.filename or path}: {exc.strerror}", err=True)
        raise typer.Exit(1) from exc
