"""Events on their way to other systems, as their sender sees them: one endpoint after the other, in rounds."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from pydantic import SecretStr

from domain.events import Envelope
from domain.subscriptions.delivery import Answer
from domain.subscriptions.trouble import InTrouble


class Endpoint(NamedTuple):
    """Where the events of a subscription go."""

    url: str
    secrets: tuple[SecretStr, ...]
    """By which they are signed, as they are stored: the newest, and the one before it while that still counts."""


class Waiting(NamedTuple):
    """An event that is due."""

    position: int
    recorded: Envelope
    refusals: int


class Round(NamedTuple):
    """Events of different cases, which may be sent side by side."""

    endpoint: Endpoint
    events: Sequence[Waiting]


class EventOutbox(Protocol):
    """Raises ``StoreUnavailable``."""

    async def claim(self, most: int) -> Sequence[str]:
        """Subscriptions for which something is due; they are ours to serve for a while, unless we let go of them."""
        ...

    async def next_round(self, subscription: str) -> Round | None:
        """None where nothing is due any more, or it is no longer ours to serve; else it is for another while.

        The next event of a case is due only once the one before it was taken.
        """
        ...

    async def settle(self, subscription: str, answers: Sequence[tuple[Waiting, Answer]]) -> None:
        """Keeps what the endpoint has answered in a round."""
        ...

    async def release(self, subscription: str) -> None:
        """Lets go of it."""
        ...

    async def in_trouble(self) -> Sequence[InTrouble]:
        """Those that nothing is sent to, or that take nothing."""
        ...
