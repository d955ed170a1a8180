"""``throughcare register import``: every row that says something new becomes a fact, by the door of all facts."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

import httpx
from rich.progress import Progress

from activities.postgres.pool import Pool, opened_pool
from activities.postgres.register_rows import held_of
from domain.register_rows import Held, differences
from workers import calling
from workers.register.rows import event
from workers.register.sending import Placed, Refused, Stored, send
from workers.register.staged import Staged, StagedRow
from workers.settings import CallerSettings, LedgerSettings

BATCH = 200
"""Rows in one request."""
AT_ONCE = 4
"""Requests at a time. Each case has one row: their order doesn't matter."""
PAGE = BATCH * AT_ONCE
T = TypeVar("T")


@dataclass
class Tally:
    """What has become of the rows of a file."""

    rows: int
    new: int = 0
    """Said something new, and are stored."""
    unchanged: int = 0
    """Said what we hold."""
    duplicates: int = 0
    """The gateway had them already: something later counts, or the answer to an earlier attempt was lost."""
    refused: int = 0
    """The gateway doesn't take them, nor what was sent in the same request."""
    why: list[str] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.rows - self.new - self.unchanged - self.duplicates - self.refused

    def counts(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "new": self.new,
            "unchanged": self.unchanged,
            "duplicates": self.duplicates,
            "refused": self.refused,
            "left": self.left,
        }

    def add(self, outcome: Stored | Refused) -> None:
        if isinstance(outcome, Refused):
            self.refused += outcome.rows
            self.why += outcome.why
        else:
            self.new += outcome.accepted
            self.duplicates += outcome.duplicates


@dataclass(frozen=True)
class Importer:
    """Bounded: it holds one page of rows, and has so many requests at a time."""

    gateway: httpx.AsyncClient
    pool: Pool
    source: str
    name: str
    """The file's."""

    async def bring_in(self, staged: Staged, tally: Tally, shown: Progress) -> None:
        """``tally`` counts as it goes; ends with the first page of which something is refused."""
        task = shown.add_task("sending", total=tally.rows)
        for page in staged.pages(PAGE):
            ours = await held_of(self.pool, [row.case for row in page])
            news = [self._placed(row, ours[row.case]) for row in page if _is_news(row, ours[row.case])]
            tally.unchanged += len(page) - len(news)
            sending = (send(self.gateway, batch, self.name) for batch in _batches(news, BATCH))
            for outcome in await asyncio.gather(*sending):
                tally.add(outcome)
            shown.advance(task, len(page))
            if tally.refused:
                return

    def _placed(self, row: StagedRow, ours: Held) -> Placed:
        return Placed(row.line, event(_id(row, ours), self.source, row.case, row.data))


@asynccontextmanager
async def importer(
    ledger: LedgerSettings, caller: CallerSettings, source: str, name: str
) -> AsyncIterator[Importer]:
    """From the database that holds what we know to the gateway that takes what is new."""
    async with opened_pool(ledger.database, most=1) as pool, calling.client(caller) as gateway:
        yield Importer(gateway, pool, source, name)


def _is_news(row: StagedRow, ours: Held) -> bool:
    return not ours.persons or bool(differences(row.release, ours))


def _id(row: StagedRow, ours: Held) -> str:
    """What the row says, and upon what it says so: a date that comes back after another was set is news again."""
    said = json.dumps([row.case, row.data, ours.upon], sort_keys=True)
    return f"{row.case}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _batches(items: Iterable[T], most: int) -> Iterator[Sequence[T]]:
    each = iter(items)
    while batch := list(islice(each, most)):
        yield batch
