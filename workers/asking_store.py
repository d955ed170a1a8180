"""How the commands at the terminal ask the store itself: what only operators may know or change."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from workers.settings import LedgerSettings, NobodyToAsk, settings_of

if TYPE_CHECKING:
    from activities.postgres.pool import Pool

T = TypeVar("T")


def ask_store(data: Path | None, question: "Callable[[Pool], Awaitable[T]]", away: int = 1) -> T:
    """The answer, or a sentence and the end.

    With status 2 where there is nobody to ask, and with ``away`` where the store can't be reached or won't do it.
    """
    from activities.errors import ActivityError

    try:
        return asyncio.run(_answer(settings_of(LedgerSettings, data).database, question))
    except (ActivityError, NobodyToAsk) as exc:
        typer.echo(f"error: {exc}", err=True)
        raise typer.Exit(2 if isinstance(exc, NobodyToAsk) else away) from exc


async def _answer(dsn: str, question: "Callable[[Pool], Awaitable[T]]") -> T:
    from activities.postgres.pool import opened_pool

    async with opened_pool(dsn, most=1) as pool:
        return await question(pool)
