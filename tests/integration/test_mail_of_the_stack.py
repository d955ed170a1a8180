"""The embedded stack sends what members are told, into a folder of its own."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import httpx

from tests.integration.inbound import RELEASE
from workers.dev.stack import DevStack

EVENT = {"Content-Type": "application/cloudevents+json"}
POLICE = {"member": "police:north", "jurisdiction": "eu", "level": "national"}


def announced() -> dict[str, Any]:
    """A release in three months: the case opens at once."""
    today = datetime.now(UTC).date()
    later = {
        "release_date": f"{today + timedelta(days=90)}",
        "supervision_end": f"{today + timedelta(days=800)}",
    }
    return {
        "specversion": "1.0",
        "id": "1",
        "source": "prison.example",
        "type": "throughcare.custody.release-date.v1",
        "subject": "C-1",
        "data": RELEASE | later,
    }


async def test_a_case_that_opens_invites_by_mail_whom_the_directory_knows(tmp_path: Path) -> None:
    agency = {**POLICE, "channel": "mail", "address": "desk@north.example"}
    async with DevStack(tmp_path, port=0) as at:
        async with httpx.AsyncClient(
            base_url=at.gateway, headers={"Authorization": f"Bearer {at.token}"}, trust_env=False
        ) as gateway:
            brought_in = await gateway.post("/agencies", json={"source": "test", "agencies": [agency]})
            accepted = await gateway.post("/events", content=json.dumps(announced()), headers=EVENT)
            assert (brought_in.status_code, accepted.status_code) == (200, 202)
        async with asyncio.timeout(60):
            while not (found := sorted((tmp_path / "mail").glob("*~police=north.eml"))):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    mail = message_from_bytes(found[0].read_bytes(), policy=default)
    assert mail["To"] == "desk@north.example"
    assert mail["Subject"] == "Invitation to the network of case C-1"
