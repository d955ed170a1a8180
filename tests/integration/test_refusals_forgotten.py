"""What was refused leaves nothing in the gateway's memory, however much of it comes."""

import gc
import json

import httpx
import pytest

from tests.integration.behind_the_gateway import NOW, TOKEN, NoDirectory, OneCase, RecordedInbox
from tests.unit.examples import cloud_event
from workers.gateway.app import build
from workers.gateway.cloud_events import BATCH, STRUCTURED
from workers.gateway.problems import Problem

WRONG = cloud_event("meeting.held", time="2027-3-1")
"""An instant that our own rule refuses: pydantic keeps its exception, and with it all frames above."""


@pytest.mark.parametrize(("mode", "content"), [(STRUCTURED, WRONG), (BATCH, [WRONG, WRONG])])
async def test_a_refusal_is_forgotten_once_it_is_answered(mode: str, content: object) -> None:
    app = build(RecordedInbox(), OneCase(), NoDirectory(), lambda: NOW, TOKEN)
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": mode}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as client:
        for _ in range(5):
            answer = await client.post("/events", content=json.dumps(content), headers=headers)
            assert answer.status_code == 422
    gc.collect()
    assert [each for each in gc.get_objects() if issubclass(type(each), Problem)] == []
