"""The outbox as its sender sees it: one notice after the other, each with what its mail is made of."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple, Protocol, TypeAlias

from domain.agencies.agency import Agency
from domain.events import Envelope
from domain.notices.delivery import NoticeKey, Outcome
from domain.notices.notice import Notice


class Unsent(NamedTuple):
    """A notice that is due, with all that its mail is made of."""

    key: NoticeKey
    notice: Notice
    recorded: Envelope
    """The event that it follows from."""
    stored_at: datetime
    agency: Agency | None
    """What the directory has of the member."""
    refusals: int
    """How often the mail server has put it off."""


Deliver: TypeAlias = Callable[[Unsent], Awaitable[Outcome]]


class Outbox(Protocol):
    async def settle_next(self, deliver: Deliver) -> Outcome | None:
        """Delivers the notice that has been due longest, which nobody else delivers meanwhile, and keeps the outcome.

        None where none is due; where ``deliver`` raises, the notice stays due. Raises ``StoreUnavailable``.
        """
        ...
