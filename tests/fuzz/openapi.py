"""The OpenAPI document against the gateway that it describes, by schemathesis."""

import subprocess
import sysconfig
from pathlib import Path
from typing import NamedTuple

from workers.dev.endpoints import Endpoints

CONTRADICTIONS = "positive_data_acceptance"
"""Not asked: that two fields contradict each other, the document can't say; such events are rightly refused."""
ALL_PHASES = "coverage,fuzzing,stateful"


class Examined(NamedTuple):
    conforms: bool
    told: str


def examine(at: Endpoints, folder: Path, examples: int, seed: int, phases: str) -> Examined:
    """Asks for what the document allows, and for some of what it doesn't: ``examples`` of each call in each phase."""
    argv = (
        str(Path(sysconfig.get_path("scripts")) / "schemathesis"),
        *("run", f"{at.gateway}/openapi.json"),
        *("--header", f"Authorization: Bearer {at.token}"),
        *("--exclude-checks", CONTRADICTIONS),
        *("--phases", phases, "--max-examples", str(examples)),
        *("--seed", str(seed), "--continue-on-failure"),
    )
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=False)
    return Examined(done.returncode == 0, done.stdout + done.stderr)
