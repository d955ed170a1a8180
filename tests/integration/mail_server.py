"""A mail server for tests, and a real one: it takes mail over SMTP, and refuses, hangs and goes away as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from activities.smtp import MailServer

LOOPBACK = "127.0.0.1"


class TestServer:
    """What it has taken is in ``taken``; what it answers to a receiver, other than yes, is in ``answers``."""

    __test__ = False

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.hangs_on: set[str] = set()
        self.drops_after_taking = False
        self.takes_from_us = "250 OK"
        self.after_reading = "250 taken"
        self.options: dict[str, Any] = {}
        """Of aiosmtpd: encryption, who may send."""
        self._listening: asyncio.Server | None = None
        self._port = 0

    @property
    def address(self) -> MailServer:
        return MailServer(LOOPBACK, self._port, tls="none", seconds=0.5)

    @property
    def receivers(self) -> list[str]:
        return [str(mail["To"]) for mail in self.taken]

    async def start(self) -> None:
        """At the same port each time."""
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(
            lambda: SMTP(self, hostname="mail.example", loop=loop, **self.options), LOOPBACK, self._port
        )
        self._port = self._listening.sockets[0].getsockname()[1]

    async def go_away(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening = None

    async def handle_MAIL(  # noqa: N802
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        envelope.mail_from = address
        return self.takes_from_us

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name and arguments
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        if address in self.hangs_on:
            await asyncio.sleep(3600)
        if (refused := self.answers.get(address)) is not None:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.taken.append(mail)
        if self.drops_after_taking:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return self.after_reading


@asynccontextmanager
async def mail_server() -> AsyncIterator[TestServer]:
    server = TestServer()
    await server.start()
    try:
        yield server
    finally:
        await server.go_away()
