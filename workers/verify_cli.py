"""``throughcare verify``: whether the ledger in the database is still what was written."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from workers.asking import references
from workers.settings import LedgerSettings, NobodyToAsk, settings_of

if TYPE_CHECKING:
    from activities.postgres.pool import Pool
    from activities.postgres.verify import Verified

RED = 1
"""Exit status: something isn't what was written."""
NOT_LOOKED = 2
"""Exit status: no database, or no such case; nothing is said about the ledger."""


def verify(
    refs: Annotated[
        list[str] | None,
        typer.Argument(
            help="The cases to verify; all, if none is named.", metavar="REF", callback=references
        ),
    ] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of the running stack to verify.")] = None,
    rebuild: Annotated[
        bool, typer.Option(help="Rebuild what an earlier version has stored; what is red is left alone.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines: one array of all findings.")] = False,
) -> None:
    """Verifies the ledger: nothing changed, nothing missing, every state the fold of its events.

    Computes anew, from the stored bytes, the chain of hashes over all events of
    a case, their positions and versions, and the state of every stream; then
    compares. A red case is told with the place of each fault. A rewind (an
    operator ran a workflow again from an earlier point) is told too, but is no
    fault; nor is a state that was stored by an earlier version, whose fold came
    to another one: --rebuild stores what this version comes to.

    The database is that of --data, else of THROUGHCARE_DATABASE, else of the
    stack that runs in this folder.

    Exits 0 when all is green, 1 when something is red, 2 when it couldn't look.
    """
    from activities.errors import ActivityError

    try:
        dsn = settings_of(LedgerSettings, data).database
        green = asyncio.run(_verify(dsn, refs or [], as_json=as_json, rebuild=rebuild))
    except (ActivityError, NobodyToAsk) as exc:
        typer.echo(f"error: {exc}", err=True)
        raise typer.Exit(NOT_LOOKED) from exc
    raise typer.Exit(0 if green else RED)


async def _verify(dsn: str, refs: Sequence[str], *, as_json: bool, rebuild: bool) -> bool:
    from activities.postgres.pool import opened_pool

    async with opened_pool(dsn, most=1) as pool:
        found = await _told_one_by_one(_reports(pool, refs, rebuild=rebuild), quietly=as_json)
    red = sum(not report.green for report in found)
    if as_json:
        typer.echo(json.dumps([_for_machines(report) for report in found], indent=1))
    else:
        typer.echo(f"{len(found)} verified: " + (f"{red} RED" if red else "all green"))
        if outdated := sum(bool(report.outdated) for report in found):
            typer.echo(f"{outdated} with states of an earlier version: throughcare verify --rebuild")
    return red == 0


async def _told_one_by_one(reports: AsyncIterator["Verified"], *, quietly: bool) -> list["Verified"]:
    found: list[Verified] = []
    with Console(stderr=True).status("verifying") as progress:
        async for report in reports:
            found.append(report)
            progress.update(f"verified {len(found)} cases, the last was {report.case}")
            if not quietly:
                typer.echo("\n".join(_told(report)))
    return found


async def _reports(pool: "Pool", refs: Sequence[str], *, rebuild: bool) -> AsyncIterator["Verified"]:
    from activities.postgres import history
    from activities.postgres import verify as ledger

    async for report in _verified(pool, refs):
        if rebuild and report.green and report.outdated:
            await history.rebuild(pool, report.case)
            yield await ledger.verify(pool, report.case)
        else:
            yield report


async def _verified(pool: "Pool", refs: Sequence[str]) -> AsyncIterator["Verified"]:
    from activities.postgres import verify as ledger

    if refs:
        for ref in refs:
            yield await ledger.verify(pool, ref)
    else:
        async for report in ledger.verify_all(pool):
            yield report


def _told(report: "Verified") -> Iterator[str]:
    """A line for the case, and one below it for each fault, each rewind and each state to be rebuilt."""
    verdict = "green" if report.green else f"RED, {len(report.faults)} faults"
    yield f"{report.case}: {report.events} events, {report.streams} streams: {verdict}"
    for fault in report.faults:
        yield f"  {fault.where}: {fault.kind}: {fault.what}"
    for rewind in report.rewinds:
        first, last = rewind.discarded
        yield f"  {rewind.stream}: rewound at version {rewind.version}: {first} to {last} no longer count"
    for stream in report.outdated:
        yield f"  {stream}: stored by an earlier version: rebuild"


def _for_machines(report: "Verified") -> dict[str, object]:
    return {**report.model_dump(mode="json"), "green": report.green}
