"""A case on the real stack, from its first fact to the end of its follow-up, in exercise mode."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.unit.examples import cloud_event
from workers.dev.stack import DevStack

DAYS_PER_SECOND = 40
pytestmark = pytest.mark.timeout(110)

View = dict[str, Any]
LOOKS = 400
BETWEEN_LOOKS = 0.1


@pytest_asyncio.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with DevStack(tmp_path, port=0, days_per_second=DAYS_PER_SECOND) as at:
        headers = {"authorization": f"Bearer {at.token}"}
        async with httpx.AsyncClient(base_url=at.gateway, headers=headers) as client:
            yield client


async def test_a_case_goes_from_preparation_to_its_end_and_its_ledger_tells_how(
    gateway: httpx.AsyncClient,
) -> None:
    release = (await _today(gateway)) + timedelta(days=150)
    await _say(gateway, "custody.release-date", id="1", data=_release(release))
    await _say(gateway, "risk.concern-acknowledged", id="2", data={"concern": "k1", "member": "police:eu"})
    await _until(gateway, lambda view: len(view["parked"]) == 1)
    await _say(gateway, "custody.released", id="3", data={"reason": "released"})
    view = await _until(gateway, lambda view: view["phase"] == "supervision")
    assert view["case_manager"]["interim"]
    view = await _until(gateway, lambda view: view["phase"] == "closed" and not _open(view))
    assert (view["closed_because"], view["parked"]) == ("completed", [])
    waited = "the case is closed; until then: the concern hasn't been raised"
    assert [each["reason"] for each in view["refused"]] == [waited]
    assert {each["kind"] for each in view["obligations"]} >= {"inform-person", "agree-plan", "first-contact"}
    streams = {event["stream"] for event in (await gateway.get("/cases/C-1/events")).json()}
    assert streams >= {"case/C-1", "case/C-1/network-building/1", "case/C-1/information-handover/2"}
    events = (await gateway.get("/cases/C-1/events")).json()
    assert [event["position"] for event in events] == list(range(1, len(events) + 1))
    phases = [event["data"].get("phase") for event in events if event["type"].endswith("phase-entered.v1")]
    assert phases == ["supervision", "follow-up"]


def _open(view: View) -> list[View]:
    """What is still owed: when a case closes, its procedures hear of it a moment later."""
    return [each for each in view["obligations"] if each["state"] == "open"]


def _release(day: date) -> dict[str, object]:
    return {
        "person": "P-1",
        "jurisdiction": "eu",
        "entry": "sentence",
        "kind": "confirmed",
        "release_date": day.isoformat(),
        "supervision_end": (day + timedelta(days=30)).isoformat(),
    }


async def _today(gateway: httpx.AsyncClient) -> date:
    now = (await gateway.get("/health/ready")).json()["now"]
    return datetime.fromisoformat(now).date()


async def _say(gateway: httpx.AsyncClient, name: str, *, id: str, data: dict[str, object]) -> None:  # noqa: A002
    event = cloud_event(name) | {"id": id, "source": "/prison", "subject": "C-1", "data": data}
    event.pop("time", None)
    answer = await gateway.post(
        "/events", json=event, headers={"content-type": "application/cloudevents+json"}
    )
    assert answer.status_code == 202, answer.text


async def _until(gateway: httpx.AsyncClient, holds: Callable[[View], bool]) -> View:
    view: View = {}
    for _ in range(LOOKS):
        answer = await gateway.get("/cases/C-1")
        view = answer.json() if answer.status_code == 200 else {}
        if view and holds(view):
            return view
        await asyncio.sleep(BETWEEN_LOOKS)
    raise AssertionError(f"the case never came so far: {view}")
