"""Sending notices: each that is due goes out, and what came of it is kept with it.

Delivery is at least once: a notice is marked only after the post has taken it. Between the two a process may die, and
then its mail goes out again, under the same ``Message-ID``.
"""

from email.headerregistry import Address

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.errors import BrokenOff, MailRefused, PostAway
from activities.looking import keep_looking
from activities.mail import mail_address, mail_of
from activities.outbox import Outbox, Unsent
from activities.post import Carry, Post
from domain.notices.delivery import (
    PAUSE_AFTER_A_BREAK,
    GivenUp,
    Outcome,
    PutOff,
    Sent,
    after_refusal,
    lacks,
)

SEND_NOTICES = "send_notices"
MOST_BREAKS = 3
"""In a row, after which it isn't the mails but the server."""


class NoticesSent(BaseModel):
    """What came of the notices that were due."""

    model_config = ConfigDict(frozen=True)
    sent: int = 0
    put_off: int = 0
    undeliverable: int = 0

    def __add__(self, more: "NoticesSent") -> "NoticesSent":
        return NoticesSent(
            sent=self.sent + more.sent,
            put_off=self.put_off + more.put_off,
            undeliverable=self.undeliverable + more.undeliverable,
        )


class NoticeActivities:
    def __init__(self, outbox: Outbox, post: Post, sender: Address) -> None:
        self._outbox = outbox
        self._post = post
        self._sender = sender

    @activity.defn(name=SEND_NOTICES)
    async def send_notices(self) -> NoticesSent:
        """All that are due, and all that become due."""
        sent = NoticesSent()

        async def look() -> bool:
            nonlocal sent
            found = await self.send_what_is_due()
            sent += found
            return found.sent > 0

        await keep_looking(look, lambda: sent)
        return sent

    async def send_what_is_due(self) -> NoticesSent:
        """One after the other. A worker that is to stop does so between two of them."""
        outcomes: list[type[Outcome]] = []
        async with self._post.round() as carry:
            deliver = _Round(carry, self._sender).deliver
            while not activity.is_worker_shutdown():
                outcome = await self._outbox.settle_next(deliver)
                if outcome is None:
                    break
                outcomes.append(type(outcome))
        return NoticesSent(
            sent=outcomes.count(Sent), put_off=outcomes.count(PutOff), undeliverable=outcomes.count(GivenUp)
        )


class _Round:
    """Mail after mail over one connection: what is wrong with one of them doesn't stop the others."""

    def __init__(self, carry: Carry, sender: Address) -> None:
        self._carry = carry
        self._sender = sender
        self._breaks = 0

    async def deliver(self, unsent: Unsent) -> Outcome:
        if (reason := lacks(unsent.agency)) is not None:
            return GivenUp(reason)
        assert unsent.agency is not None
        to = mail_address(unsent.agency.address or "")
        if to is None:
            return GivenUp("bad-address")
        try:
            await self._carry(mail_of(unsent, to, self._sender))
        except MailRefused as exc:
            self._breaks = 0
            return after_refusal(exc.reply, permanent=exc.permanent, before=unsent.refusals)
        except BrokenOff as exc:
            self._breaks += 1
            if self._breaks >= MOST_BREAKS:
                raise PostAway(f"{self._breaks} times in a row {exc}") from exc
            return PutOff(PAUSE_AFTER_A_BREAK, None)
        self._breaks = 0
        return Sent()
