"""A folder of ``.eml`` files, where there is no mail server: each mail under its name, so that twice is once."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path

from activities.errors import PostAway
from activities.post import Carry

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class MailFolder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @asynccontextmanager
    async def round(self) -> AsyncIterator[Carry]:
        yield self._carry

    async def _carry(self, mail: EmailMessage) -> None:
        name, _, _ = mail["Message-ID"].strip("<>").rpartition("@")
        try:
            await asyncio.to_thread(self._write, self._folder / f"{name}.eml", mail.as_bytes())
        except OSError as exc:
            raise PostAway(f"the folder for mails can't be written: {exc.strerror}") from exc

    def _write(self, file: Path, content: bytes) -> None:
        """A reader, or the next start after a power cut, sees the whole mail or none."""
        self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        draft = file.with_suffix(".draft")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
