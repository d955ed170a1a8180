"""``throughcare reconcile run``: everything compared now, as the schedule does at night."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from workers.settings import NobodyToAsk, OperatorSettings, settings_of

if TYPE_CHECKING:
    from domain.reconciliation.telling import Reconciled

FOR_A_PERSON = 1
NOT_LOOKED = 2
BETWEEN_LOOKS = 1.0
LONGEST_GRACE = 3600


def run(
    grace: Annotated[
        int,
        typer.Option(
            min=1,
            max=LONGEST_GRACE,
            help="Seconds between the two looks: what is under way has settled by then.",
        ),
    ] = 60,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    data: Annotated[Path | None, typer.Option(help="The folder of the running stack.")] = None,
) -> None:
    """Compares what is kept of all cases, mends what can be known, and enters the rest for a person.

    Register, inbox, ledger, stored states and the workflows in Temporal are
    compared page by page, twice where they differ. A correction stands in the
    ledger of its case as case.reconciled; over a healthy caseload nothing is
    written. Where a run is under way, tonight's or another's, that one is
    waited for instead, and goes by its own --grace: which one is said. A run
    goes on in the worker where this command is interrupted.

    The worker does it; Temporal is that of --data, else of
    THROUGHCARE_TEMPORAL, else of the stack that runs in this folder.

    Exits 0 when nothing is left, 1 when something is entered for a person,
    2 when it couldn't look.
    """
    from temporalio.client import WorkflowFailureError
    from temporalio.service import RPCError

    from domain.reconciliation.telling import told
    from workers.wiring import run_and_part

    try:
        done = run_and_part(_run(settings_of(OperatorSettings, data), timedelta(seconds=grace)))
    except (NobodyToAsk, RPCError, RuntimeError, WorkflowFailureError) as exc:
        typer.echo(f"error: {exc}", err=True)
        raise typer.Exit(NOT_LOOKED) from exc
    typer.echo(done.model_dump_json(indent=1) if as_json else told(done))
    raise typer.Exit(FOR_A_PERSON if done.entered else 0)


async def _run(settings: OperatorSettings, grace: timedelta) -> "Reconciled":
    from domain.addresses import PROGRESS
    from domain.reconciliation.telling import Reconciled
    from workers.reconciling import asked_for
    from workers.wiring import temporal_client

    handle, joined = await asked_for(await temporal_client(settings), grace)
    if joined:
        typer.echo(f"{handle.id} is under way: waiting for it; it goes by its own --grace", err=True)
    running = asyncio.ensure_future(handle.result())
    with Console(stderr=True).status("comparing") as progress:
        while not (await asyncio.wait([running], timeout=BETWEEN_LOOKS))[0]:
            so_far = await handle.query(PROGRESS, result_type=Reconciled)
            progress.update(f"compared {so_far.cases} cases and {so_far.workflows} workflows")
    done: Reconciled = await running
    return done
