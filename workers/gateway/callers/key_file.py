"""Keys in a file: read again when it has changed."""

from pathlib import Path

import structlog

from workers.gateway.callers.keys import Key, KeysError, KeySet, NotAKeySet, keys_in

_log = structlog.get_logger()
Stamp = tuple[int, int, int]


class KeysInFile:
    """Raises ``NotAKeySet`` where the file is of no use from the start. Later, what was read last stays."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._stamp: Stamp | None = self._stamp_now()
            self._keys = self._read()
        except OSError as exc:
            raise NotAKeySet(f"{path}: {exc.strerror}") from exc

    async def key(self, kid: str) -> Key | None:
        self._look()
        return self._keys.get(kid)

    def _look(self) -> None:
        # Looked at before each use, so that a key that was taken out is of no use at once.
        stamp: Stamp | None = None
        try:
            stamp = self._stamp_now()
            if stamp != self._stamp:
                self._keys = self._read()
                _log.info("keys read", keys=sorted(self._keys))
        except (OSError, KeysError) as exc:
            if stamp != self._stamp:
                _log.warning("keys unreadable: those read before stay", reason=type(exc).__name__)
        self._stamp = stamp

    def _read(self) -> KeySet:
        return keys_in(self._path.read_bytes())

    def _stamp_now(self) -> Stamp:
        status = self._path.stat()
        return status.st_mtime_ns, status.st_size, status.st_ino
