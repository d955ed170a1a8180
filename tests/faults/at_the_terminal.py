"""A run of many minutes at the terminal: what it tells meanwhile, and what it leaves where something is wrong."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

console = Console()


@contextmanager
def long_run(name: str, seed: int) -> Iterator[tuple[Path, Callable[[str], None]]]:
    """In a folder of its own, which stays with all logs if the run ends by an exception; and how to tell of it."""
    folder = Path(tempfile.mkdtemp(prefix=f"throughcare-{name}-"))
    begun = time.monotonic()

    def tell(line: str) -> None:
        load = os.getloadavg()[0]
        console.print(
            f"{time.monotonic() - begun:5.0f} s  {line}  [dim](load {load:.1f})[/dim]", highlight=False
        )

    tell(f"seed {seed}, in {folder}")
    yield folder, tell
    shutil.rmtree(folder)
