"""A mail server, spoken to by SMTP (RFC 5321). What it answers is told in numbers: its words may hold an address."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from pydantic import SecretStr

from activities.errors import ActivityError, BrokenOff, MailRefused, PostAway
from activities.post import Carry

Tls = Literal["starttls", "implicit", "none"]
_CLOSES_THE_CHANNEL = 421
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
"""RFC 3463: why, in three numbers."""
_SECONDS_TO_PART = 5.0
_SECONDS_FOR_A_MAIL = 120.0
"""All in all, however often it answers in time; less than a sign of life of the activity may take."""


class MailServer(NamedTuple):
    host: str
    port: int
    tls: Tls = "starttls"
    """``starttls`` takes no server that offers none: neither password nor mail goes out in the clear."""
    user: str | None = None
    password: SecretStr | None = None
    authorities: Path | None = None
    """Certificates to trust instead of those of the machine."""
    seconds: float = 30.0
    """Within which it has to answer."""


class SmtpPost:
    def __init__(self, server: MailServer) -> None:
        self._server = server

    @asynccontextmanager
    async def round(self) -> AsyncIterator[Carry]:
        connection = self._connection()
        try:
            yield partial(_carry, connection)
        finally:
            if connection.is_connected:
                with suppress(SMTPException, OSError):
                    await connection.quit(timeout=_SECONDS_TO_PART)
            connection.close()

    def _connection(self) -> SMTP:
        to = self._server
        return SMTP(
            hostname=to.host,
            port=to.port,
            username=to.user,
            password=to.password.get_secret_value() if to.password else None,
            timeout=to.seconds,
            use_tls=to.tls == "implicit",
            start_tls=to.tls == "starttls",
            cert_bundle=str(to.authorities) if to.authorities else None,
        )


async def _carry(connection: SMTP, mail: EmailMessage) -> None:
    try:
        async with asyncio.timeout(_SECONDS_FOR_A_MAIL):
            if not connection.is_connected:
                await _connect(connection)
            await connection.send_message(mail)
    except (SMTPException, OSError) as exc:
        told = _told(exc)
        if not isinstance(told, MailRefused):
            connection.close()  # whatever it still says would be taken for the answer to the next mail
        raise told from None  # the library's own holds the address, and Temporal would keep a cause


async def _connect(connection: SMTP) -> None:
    try:
        await connection.connect()
    except (SMTPException, OSError) as exc:
        connection.close()
        answered = f" {exc.code}" if isinstance(exc, SMTPResponseException) else ""
        raise PostAway(f"the mail server can't be reached: {type(exc).__name__}{answered}") from exc


def _told(exc: Exception) -> ActivityError:
    """Whether it is about this mail, about all that we send, or nobody knows."""
    match exc:
        case SMTPRecipientsRefused(recipients=[refused, *_]) if refused.code != _CLOSES_THE_CHANNEL:
            return _refusal(refused)
        case SMTPDataError() if exc.code != _CLOSES_THE_CHANNEL:
            return _refusal(exc)
        case SMTPSenderRefused():
            return PostAway(f"the mail server takes nothing from our sender: {exc.code}")
        case SMTPNotSupported():
            return PostAway("the mail server lacks what our mails need")
        case _:
            return BrokenOff(f"the mail server broke off: {type(exc).__name__}")


def _refusal(answer: SMTPResponseException) -> MailRefused:
    status = _STATUS.match(answer.message)
    return MailRefused(answer.code, status.group() if status else None)
