"""``throughcare policy move``: running cases go by another policy, after a look at what it would change."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from workers.asking import references
from workers.settings import NobodyToAsk, OperatorSettings, settings_of

if TYPE_CHECKING:
    from activities.postgres.register import PostgresRegister
    from workers.policy_move import Candidate, Moved, NotMoved, Order
    from workers.wiring import Store
    from workflows.commands import ChangePolicy

PAGE = 100
"""Cases that are read before they are moved."""
SOME_FAILED = 1
NOT_DONE = 2
"""Exit status: nobody was asked, nothing was changed."""


def move(
    to: Annotated[str, typer.Option(help="The pack they are to go by: it@2, or the newest it.")],
    from_: Annotated[
        str | None, typer.Option("--from", help="Only cases that go by this pack: it, or it@1.")
    ] = None,
    case: Annotated[
        list[str] | None,
        typer.Option(help="Only this case; may be given again.", metavar="REF", callback=references),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what would change, and change nothing.")
    ] = False,
    by: Annotated[str | None, typer.Option(help="Who orders it, as the ledger is to say.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why, as the ledger is to say.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    data: Annotated[Path | None, typer.Option(help="The folder of the running stack.")] = None,
) -> None:
    """Moves running cases to another policy; look at it with --preview first.

    Every case gets an event of its own, case.policy-changed: from which pack
    to which, by whom and why. What is owed is counted anew at once; what was
    met stays met. Without --case all open cases are moved that the pack is
    for; one that goes by it already is passed over, so that a move that was
    interrupted is made again with the same command.

    \b
    throughcare policy move --to it@2 --from it@1 --preview
    throughcare policy move --to it@2 --from it@1 --by desk-4 --reason "The new law"

    Reads the database and orders through Temporal: those of --data, else of
    THROUGHCARE_DATABASE and THROUGHCARE_TEMPORAL, else of the stack that runs
    in this folder.

    Exits 0 when all are moved, 1 when some couldn't be, 2 when nobody was asked.
    """
    from activities.errors import ActivityError
    from activities.policies import load_pack
    from workers.policy_move import Order
    from workers.wiring import run_and_part

    try:
        order = Order(load_pack(to), from_, tuple(dict.fromkeys(case or ())))
        _ensure_bounded(order)
        if from_ is not None:
            load_pack(from_)
        command = None if preview else _command(order, by, reason)
        settings = settings_of(OperatorSettings, data)
        if command is None:
            failed = asyncio.run(_preview(settings, order, as_json))
        else:
            failed = run_and_part(_move(settings, order, command, as_json))
    except (ActivityError, NobodyToAsk) as exc:
        typer.echo(f"error: {exc}", err=True)
        raise typer.Exit(NOT_DONE) from exc
    raise typer.Exit(SOME_FAILED if failed else 0)


def _ensure_bounded(order: "Order") -> None:
    if not (order.from_ or order.cases or order.to.applies_to):
        raise typer.BadParameter(f"{order.to.reference} is for every jurisdiction: say --from or --case")


def _command(order: "Order", by: str | None, reason: str | None) -> "ChangePolicy":
    from workflows.commands import ChangePolicy

    if by is None or reason is None:
        raise typer.BadParameter("--by and --reason are needed: the ledger keeps who ordered it, and why")
    try:
        return ChangePolicy(by=by, policy=order.to.policy, reason=reason)
    except ValidationError as exc:
        wrong = "; ".join(f"--{each['loc'][0]}: {each['msg']}" for each in exc.errors())
        raise typer.BadParameter(wrong) from exc


async def _preview(settings: OperatorSettings, order: "Order", as_json: bool) -> bool:
    from workers.policy_move import NotMoved, Previewer, candidates
    from workers.policy_preview import document, told

    previewer, shown, failed = Previewer(order.to.policy), [], []
    async with _opened(settings) as (store, register):
        async for each in candidates(register, order):
            if isinstance(each, NotMoved):
                failed.append(each)
                continue
            would = await previewer.preview(each, store.now())
            shown.append(document(each.case, would))
            if not as_json:
                typer.echo("\n".join(told(each.case, would, order.to.reference)))
    if as_json:
        typer.echo(json.dumps({"cases": shown, "failed": [each._asdict() for each in failed]}, indent=1))
    else:
        _tell_failures(failed)
        typer.echo(f"{len(shown)} cases would be moved to {order.to.reference}; nothing was changed")
    return bool(failed)


async def _move(settings: OperatorSettings, order: "Order", command: "ChangePolicy", as_json: bool) -> bool:
    from workers.policy_move import Mover, NotMoved, candidates
    from workers.wiring import temporal_client

    moved: list[Moved] = []
    failed: list[NotMoved] = []

    def keep(outcome: "Moved | NotMoved") -> None:
        if isinstance(outcome, NotMoved):
            failed.append(outcome)
        else:
            moved.append(outcome)
        progress.update(f"moved {len(moved)} cases to {order.to.reference}, {len(failed)} couldn't be")

    mover = Mover(await temporal_client(settings), command)
    with Console(stderr=True).status("looking for cases") as progress:
        async with _opened(settings) as (_, register):
            page: list[Candidate] = []
            async for each in candidates(register, order):
                if isinstance(each, NotMoved):
                    keep(each)
                else:
                    page.append(each)
                if len(page) == PAGE:
                    await mover.move(page, keep)
                    page.clear()
            await mover.move(page, keep)
    if as_json:
        document = {
            "moved": [each._asdict() for each in moved],
            "failed": [each._asdict() for each in failed],
        }
        typer.echo(json.dumps(document, indent=1))
    else:
        _tell_failures(failed)
        slowest = f", the slowest in {max(each.seconds for each in moved):.1f} s" if moved else ""
        typer.echo(f"{len(moved)} cases moved to {order.to.reference}{slowest}; {len(failed)} couldn't be")
    return bool(failed)


@asynccontextmanager
async def _opened(settings: OperatorSettings) -> AsyncIterator[tuple["Store", "PostgresRegister"]]:
    from activities.postgres.register import PostgresRegister
    from workers.wiring import opened_store

    async with opened_store(settings.database, most=1) as store:
        yield store, PostgresRegister(store.pool)


def _tell_failures(failed: "list[NotMoved]") -> None:
    for each in failed:
        typer.echo(f"{each.case}: not moved: {each.why}", err=True)
