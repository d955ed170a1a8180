"""One stack per folder."""

import fcntl
import os
from pathlib import Path

from workers.dev.errors import FolderInUse, FolderUnusable
from workers.dev.files import PRIVATE_FILE, PRIVATE_FOLDER


class FolderLock:
    """Held by the running stack; the kernel lets go of it when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    def acquire(self) -> None:
        try:
            # A folder that was there before keeps the mode that somebody gave it.
            self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            descriptor = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        except OSError as exc:
            raise FolderUnusable(self._folder, exc.strerror or str(exc)) from exc
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            holder = os.read(descriptor, 20).decode()
            os.close(descriptor)
            raise FolderInUse(self._folder, holder) from exc
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
