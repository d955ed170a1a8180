"""The small files that a stack keeps in its folder, each replaced as a whole."""

import os
from pathlib import Path

LAST_LINES = 20


def replace(path: Path, text: str) -> None:
    """A reader, or the next start after a power cut, sees the old content or the new, never a part of it."""
    draft = path.with_name(f"{path.name}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def tail(path: Path) -> str:
    """The last lines of a log, for the person who has to find out what went wrong."""
    if not path.exists():
        return "(nothing was logged)"
    return "\n".join(path.read_text(errors="replace").splitlines()[-LAST_LINES:])
