"""Endpoints of other systems, posted to over HTTP and signed as Standard Webhooks says.

Of an answer only its status counts: what else an endpoint says is read no further than it takes to use the connection
again, and is neither kept nor shown.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook

from activities.cloud_event import CONTENT_TYPE, CloudEventTold
from activities.event_outbox import Endpoint
from activities.sealing import NoKey, Sealing
from domain.subscriptions.delivery import Answer, Away, answer_of

TO_CONNECT, TO_ANSWER, IN_ALL = 5.0, 15.0, 20.0
"""Seconds. A round of events takes no longer than the last; the lease of a subscription is longer."""
MOST_BYTES_READ = 16 * 1024
_SECONDS_TO_READ = 1.0
UNOPENED = "no key opens its secret"
"""What operators read of a subscription whose events can't be signed."""
MOST_SECONDS_ASKED_FOR = 10**6
"""More than anybody is given."""


class Endpoints:
    """Over connections that are used again; no proxy of the machine stands between, and no redirect is followed."""

    def __init__(self, client: httpx.AsyncClient, sealing: Sealing) -> None:
        self._client = client
        self._sealing = sealing

    async def post(self, to: Endpoint, event: CloudEventTold) -> Answer:
        content = event.model_dump_json()
        try:
            secrets = [self._sealing.opened(each.get_secret_value()) for each in to.secrets]
        except NoKey:
            return Away(UNOPENED)
        headers = signed(secrets, str(event.id), content, datetime.now(UTC)) | {"content-type": CONTENT_TYPE}
        try:
            async with (
                asyncio.timeout(IN_ALL),
                self._client.stream("POST", to.url, content=content, headers=headers) as response,
            ):
                await _read_a_little(response)
                return answer_of(response.status_code, asked_for(response))
        except (httpx.TransportError, httpx.InvalidURL, TimeoutError, UnicodeError) as exc:
            return Away(type(exc).__name__)  # its words may hold what the endpoint has said


@asynccontextmanager
async def reaching_out(sealing: Sealing) -> AsyncIterator[Endpoints]:
    async with httpx.AsyncClient(
        timeout=httpx.Timeout(TO_ANSWER, connect=TO_CONNECT),
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=64, keepalive_expiry=30),
        headers={"user-agent": "throughcare"},
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # none is kept: it would go to others too
    ) as client:
        yield Endpoints(client, sealing)


def signed(secrets: Sequence[SecretStr], event_id: str, content: str, now: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks; while a secret is being replaced there is a signature by each."""
    signatures = [Webhook(each.get_secret_value()).sign(event_id, now, content) for each in secrets]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


async def _read_a_little(response: httpx.Response) -> None:
    """A connection whose answer wasn't read to its end is closed; an endless one isn't waited for."""
    read = 0
    with suppress(httpx.TransportError, TimeoutError):
        async with asyncio.timeout(_SECONDS_TO_READ):
            async for piece in response.aiter_raw():
                read += len(piece)
                if read > MOST_BYTES_READ:
                    return


def asked_for(response: httpx.Response) -> timedelta:
    """What ``Retry-After`` says: seconds, or an instant."""
    written = response.headers.get("retry-after", "")
    if written.isdecimal() and written.isascii():
        return timedelta(seconds=min(int(written[:9]), MOST_SECONDS_ASKED_FOR))
    try:
        until = parsedate_to_datetime(written) - datetime.now(UTC)
    except (ValueError, TypeError, OverflowError):  # no date, one without its offset, or none that can be
        return timedelta()
    return max(until, timedelta())
