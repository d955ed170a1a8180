"""``throughcare emit``: sends CloudEvents from files to the gateway, in batches, in their order."""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import httpx

from workers import calling
from workers.event_files import NotEvents, Placed, read
from workers.settings import CallerSettings

BATCH = 50
"""Events in one request: what is refused takes no more than this many with it."""
MEDIA_TYPE = "application/cloudevents-batch+json"
WORTH_A_COUNTER = 500


async def emit(files: Sequence[Path], caller: CallerSettings) -> int:
    """The exit status: 0 when everything was accepted. Stops at the first batch that isn't."""
    accepted = duplicates = 0
    try:
        async with calling.client(caller) as gateway:
            for batch in _batches(files):
                answer = await _send(gateway, batch)
                accepted += answer["accepted"]
                duplicates += answer["duplicates"]
                _count(accepted + duplicates)
    except (NotEvents, calling.GatewayRefused) as exc:
        print(f"error: {exc}", file=sys.stderr)  # noqa: T201 - a command's answer
        return 1
    finally:
        print(f"accepted {accepted}, duplicates {duplicates}")  # noqa: T201 - a command's answer
    return 0


def _batches(files: Sequence[Path]) -> Iterator[list[Placed]]:
    events = (event for file in files for event in read(file))
    while batch := list(islice(events, BATCH)):
        yield batch


async def _send(gateway: httpx.AsyncClient, batch: Sequence[Placed]) -> dict[str, int]:
    content = "[" + ",".join(event.json for event in batch) + "]"
    try:
        response = await gateway.post("/events", content=content, headers={"Content-Type": MEDIA_TYPE})
    except httpx.HTTPError as exc:
        raise calling.GatewayRefused(f"{gateway.base_url} doesn't answer: {exc}") from exc
    if response.status_code != httpx.codes.ACCEPTED:
        raise calling.GatewayRefused("\n".join(_complaints(response, batch)))
    counted: dict[str, int] = response.json()
    return counted


def _complaints(response: httpx.Response, batch: Sequence[Placed]) -> Iterator[str]:
    """One line for each fault, with the place in the file that it comes from."""
    faults = (
        response.json().get("errors", []) if response.headers.get("content-type", "").endswith("json") else []
    )
    for fault in faults:
        place = batch[fault["index"]].place if "index" in fault else batch[0].place
        value = f" ({fault['value']!r})" if "value" in fault else ""
        yield f"{place}: {fault['field']}{value}: {fault['reason']}"
    if not faults:
        yield f"{batch[0].place} and the {len(batch) - 1} after it: {calling.reason(response)}"


def _count(sent: int) -> None:
    if sent % WORTH_A_COUNTER == 0:
        print(f"{sent} events sent", file=sys.stderr)  # noqa: T201 - progress
