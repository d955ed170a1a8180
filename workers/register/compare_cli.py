"""``throughcare register compare`` at the terminal."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress

from workers.asking import Data
from workers.register.terminal import File, fail, interruptible, progress
from workers.settings import LedgerSettings, NobodyToAsk, settings_of

if TYPE_CHECKING:
    from workers.register.staged import Staged

DIFFERS = 1
"""Exit status: something differs."""
NOT_LOOKED = 2
"""Exit status: the file is wrong, or there is no database; nothing is said."""


def compare(
    file: File,
    as_json: Annotated[
        bool, typer.Option("--json", help="For machines: JSON lines, one for each case that differs.")
    ] = False,
    data: Data = None,
) -> None:
    """Says what differs between a register and what we hold; changes nothing.

    The file is one as for import. Told are rows without a case file, rows
    that say something else than we hold, field by field, and case files that
    the register has no row of: of the file's jurisdictions, and not closed.
    We hold what the facts of a case amount to, whoever told them; the person
    of merged records is right by either reference.

    \b
    throughcare register compare releases.csv
    C-104 (releases.csv:2): release_date: '2027-03-01', we hold '2027-04-01'
    C-105 (releases.csv:3): no case file
    C-099: no row; supervision

    The database is that of --data, else of THROUGHCARE_DATABASE, else of the
    stack that runs in this folder.

    Exits 0 when both say the same, 1 when something differs, 2 when it
    couldn't look.
    """
    from activities.errors import ActivityError
    from workers.register.reading import stage
    from workers.register.rows import Sender
    from workers.register.staged import Staged
    from workers.row_files import NotRows

    try:
        with interruptible(), Staged.opened() as staged, progress() as shown:
            wrong = stage(file, Sender("register-compare"), staged, shown)
            if wrong.count:
                fail(NOT_LOOKED, *wrong.told, f"nothing was compared: {wrong.summary}")
            database = settings_of(LedgerSettings, data).database
            found = asyncio.run(_compare(database, staged, file, as_json, shown))
            rows = staged.count
    except (ActivityError, NobodyToAsk, NotRows) as exc:
        fail(NOT_LOOKED, str(exc))
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(found.items()))
    typer.echo(f"rows compared {rows:,}: {kinds or 'nothing differs'}", err=True)
    raise typer.Exit(DIFFERS if found else 0)


async def _compare(
    database: str, staged: "Staged", file: Path, as_json: bool, shown: Progress
) -> Counter[str]:
    from activities.postgres.pool import opened_pool
    from workers.register.comparing import compare
    from workers.row_files import name_of

    found: Counter[str] = Counter()
    async with opened_pool(database, most=1) as pool:
        async for each in compare(staged, pool, shown):
            found[each.kind] += 1
            print(json.dumps(each.for_machines()) if as_json else each.told(name_of(file)))  # noqa: T201 - the answer
    return found
