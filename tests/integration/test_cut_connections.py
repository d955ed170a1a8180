"""A client of the gateway that goes away in the middle of what it says."""

import asyncio
import logging
from urllib.parse import urlsplit

import pytest

from tests.integration.behind_the_gateway import NOW, TOKEN, NoDirectory, OneCase, RecordedInbox
from tests.integration.listening import listening
from workers.gateway.app import build
from workers.gateway.cloud_events import STRUCTURED

HALF = f"""POST /events HTTP/1.1\r
host: gateway\r
authorization: Bearer {TOKEN}\r
content-type: {STRUCTURED}\r
content-length: 1000\r
\r
{{"specversion":"1.0","""


async def test_a_request_that_is_cut_short_stores_nothing_and_is_no_fault_of_ours(
    caplog: pytest.LogCaptureFixture,
) -> None:
    inbox = RecordedInbox()
    app = build(inbox, OneCase(), NoDirectory(), lambda: NOW, TOKEN)
    async with listening(app) as caller:
        at = urlsplit(caller.gateway)
        _, writer = await asyncio.open_connection(at.hostname, at.port)
        writer.write(HALF.encode())
        await writer.drain()
        await asyncio.sleep(0.1)  # it is being read
        writer.transport.abort()
    assert inbox.stored == []
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []
