"""The ledger as the workflows see it: append to one's own stream, and load it again.

The ledger only grows. A stream is written by one workflow; all streams of a case share one sequence of positions
and one hash chain, so append is ordered by a lock on the case's row.
"""

from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from domain.events import Envelope

APPEND = "append"
LOAD = "load"
UNFINISHED = "unfinished"

MOST_EVENTS = 100
"""Events in one append: keeps activity inputs far below Temporal's limit of 2 MiB a payload."""
MOST_BYTES = 512 * 1024


class Append(BaseModel):
    """Events of one stream, contiguous from ``expected + 1``."""

    model_config = ConfigDict(frozen=True)
    case: str
    stream: str
    expected: int
    """The version after which these events follow, as the workflow knows it."""
    events: tuple[Envelope, ...]


class Appended(BaseModel):
    """The stream's version after the append.

    ``conflict``: nothing was stored beyond the events it already had; the stream's tail is at ``version``, which the
    workflow didn't know: it was run again from an earlier point and must rewind.
    """

    model_config = ConfigDict(frozen=True)
    version: int
    conflict: bool = False
    refolded: dict[str, Any] | None = None
    """The state as folded anew, where these events withdraw earlier ones."""


class Load(BaseModel):
    model_config = ConfigDict(frozen=True)
    case: str
    stream: str


class Loaded(BaseModel):
    """A stream as the ledger has it: version 0 and no state where nothing was ever recorded."""

    model_config = ConfigDict(frozen=True)
    version: int = 0
    state: dict[str, Any] | None = None
    """The folded state, as JSON; see ``domain.streams``."""


class UnfinishedAsked(BaseModel):
    model_config = ConfigDict(frozen=True)
    case: str


class Unfinished(BaseModel):
    """The streams of procedures that have begun and not finished, by the ledger."""

    model_config = ConfigDict(frozen=True)
    streams: tuple[str, ...]


class Ledger(Protocol):
    """What keeps the ledger."""

    async def append(self, batch: Append) -> Appended:
        """Store the events and the folded state in one transaction; the same batch again changes nothing.

        Of a batch whose first events are stored already, at the versions they carry and to the byte, only the rest is
        added. Their ids alone don't make them the same, nor does what they say.
        """
        ...

    async def load(self, stream: Load) -> Loaded: ...

    async def unfinished(self, asked: UnfinishedAsked) -> Unfinished: ...


class LedgerActivities:
    """The ledger's activities."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @activity.defn(name=APPEND)
    async def append(self, batch: Append) -> Appended:
        return await self._ledger.append(batch)

    @activity.defn(name=LOAD)
    async def load(self, stream: Load) -> Loaded:
        return await self._ledger.load(stream)

    @activity.defn(name=UNFINISHED)
    async def unfinished(self, asked: UnfinishedAsked) -> Unfinished:
        return await self._ledger.unfinished(asked)
