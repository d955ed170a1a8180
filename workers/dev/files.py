"""The files that a stack keeps in its folder, for nobody else to read: small ones, replaced as a whole, and logs."""

import os
from pathlib import Path
from typing import IO

LAST_LINES = 20
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def replace(path: Path, text: str) -> None:
    """A reader, or the next start after a power cut, sees the old content or the new, never a part of it."""
    draft = path.with_name(f"{path.name}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def open_log(path: Path) -> IO[bytes]:
    """At its end; also what an earlier version has left for everybody to read becomes private."""
    path.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
    os.fchmod(descriptor, PRIVATE_FILE)
    return os.fdopen(descriptor, "ab")


def tail(path: Path) -> str:
    """The last lines of a log, for the person who has to find out what went wrong."""
    if not path.exists():
        return "(nothing was logged)"
    return "\n".join(path.read_text(errors="replace").splitlines()[-LAST_LINES:])
