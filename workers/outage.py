"""Telling once that something is away, and once that it is back."""

import structlog

_log = structlog.get_logger()


class Outages:
    """What this process can't reach at the moment, by name."""

    def __init__(self) -> None:
        self._away: set[str] = set()

    def away(self, what: str, reason: BaseException) -> None:
        if what not in self._away:
            self._away.add(what)
            _log.warning("away", what=what, reason=type(reason).__name__)

    def back(self, what: str) -> None:
        if what in self._away:
            self._away.remove(what)
            _log.info("back", what=what)
