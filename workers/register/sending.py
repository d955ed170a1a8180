"""Batches of rows on their way to the gateway: sent again while it is away, for the same rows count once."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import httpx

from workers import calling
from workers.gateway.cloud_events import BATCH
from workers.gateway.faults import FieldFault
from workers.register.rows import in_row

PATIENCE = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0)
"""Seconds before each further attempt, where the gateway names none."""
LONGEST_WAIT = 60.0
_AGAIN = (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE)


class Placed(NamedTuple):
    """A row as an event, and the line that it stands in."""

    line: int
    event: dict[str, Any]


class Stored(NamedTuple):
    accepted: int
    duplicates: int


class Refused(NamedTuple):
    """A batch that the gateway doesn't take, as a whole; and why."""

    rows: int
    why: Sequence[str]


async def send(gateway: httpx.AsyncClient, batch: Sequence[Placed], name: str) -> Stored | Refused:
    """``name`` is the file's. Raises ``GatewayRefused`` where nobody answers for minutes."""
    response = await _answer(gateway, json.dumps([each.event for each in batch]).encode())
    if response.status_code != httpx.codes.ACCEPTED:
        return Refused(len(batch), _complaints(response, batch, name))
    return Stored(**response.json())


async def _answer(gateway: httpx.AsyncClient, content: bytes) -> httpx.Response:
    why = ""
    for wait in (*PATIENCE, None):
        try:
            response = await gateway.post("/events", content=content, headers={"Content-Type": BATCH})
        except httpx.TransportError as exc:
            why = f"doesn't answer: {exc or type(exc).__name__}"
        else:
            if response.status_code not in _AGAIN:
                return response
            why = f"can't take it now: {calling.reason(response)}"
            wait = wait and _asked_for(response, wait)
        if wait is not None:
            await asyncio.sleep(wait)
    raise calling.GatewayRefused(f"{gateway.base_url} {why}")


def _asked_for(response: httpx.Response, otherwise: float) -> float:
    seconds = response.headers.get("retry-after", "")
    return min(float(seconds), LONGEST_WAIT) if seconds.isdecimal() else otherwise


def _complaints(response: httpx.Response, batch: Sequence[Placed], name: str) -> list[str]:
    if not response.headers.get("content-type", "").endswith("json"):
        return [calling.reason(response)]
    faults = [FieldFault.model_validate(each) for each in response.json().get("errors", [])]
    return [_complaint(fault, batch, name) for fault in faults] or [calling.reason(response)]


def _complaint(fault: FieldFault, batch: Sequence[Placed], name: str) -> str:
    """With its line, where it is the fault of one row."""
    place = "" if fault.index is None else f"{name}:{batch[fault.index].line}: "
    return place + in_row(fault).sentence
