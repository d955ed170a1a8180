"""What takes mail out of the house: a mail server, or a folder that stands in for one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from email.message import EmailMessage
from typing import Protocol, TypeAlias

from activities.errors import PostAway

Carry: TypeAlias = Callable[[EmailMessage], Awaitable[None]]
"""Returns once somebody else answers for the mail. Raises ``MailRefused``, ``BrokenOff``, ``PostAway``."""


class Post(Protocol):
    def round(self) -> AbstractAsyncContextManager[Carry]:
        """For any number of mails, one after the other; connects with the first."""
        ...


class NoPost:
    """Where nobody has said how mail leaves the house: nothing does, and nothing is lost."""

    def __init__(
        self, reason: str = "neither THROUGHCARE_SMTP_HOST nor THROUGHCARE_MAIL_FOLDER is set"
    ) -> None:
        self._reason = reason

    @asynccontextmanager
    async def round(self) -> AsyncIterator[Carry]:
        yield self._carry

    async def _carry(self, _: EmailMessage) -> None:
        raise PostAway(self._reason)
