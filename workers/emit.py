"""``throughcare emit``: sends CloudEvents from files to the gateway, in batches, in their order."""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import httpx

from workers import calling
from workers.event_files import NotEvents, Placed, read
from workers.gateway.cloud_events import from_batch
from workers.gateway.faults import FieldFault
from workers.gateway.problems import Problem
from workers.settings import CallerSettings

BATCH = 50
"""Events in one request: what is refused takes no more than this many with it."""
MEDIA_TYPE = "application/cloudevents-batch+json"
WORTH_A_COUNTER = 500
MOST_ERRORS = 50
"""Mistakes that are told at once."""


async def emit(files: Sequence[Path], caller: CallerSettings) -> int:
    """The exit status: 0 when everything was accepted. Nothing is sent where anything can be seen to be wrong."""
    accepted = duplicates = 0
    try:
        batches = await _checked(files)
        async with calling.client(caller) as gateway:
            for batch in batches:
                answer = await _send(gateway, batch, accepted + duplicates)
                accepted += answer["accepted"]
                duplicates += answer["duplicates"]
                _count(accepted + duplicates)
    except (NotEvents, calling.GatewayRefused) as exc:
        print(f"error: {exc}", file=sys.stderr)  # noqa: T201 - a command's answer
        return 1
    finally:
        print(f"accepted {accepted}, duplicates {duplicates}")  # noqa: T201 - a command's answer
    return 0


async def _checked(files: Sequence[Path]) -> list[list[Placed]]:
    """All that is in the files, judged as the gateway judges it before it stores anything."""
    batches = list(_batches(files))
    wrong = [sentence for batch in batches for sentence in await _wrong_in(batch)]
    if wrong:
        more = f"; {len(wrong) - MOST_ERRORS} more than are shown" if len(wrong) > MOST_ERRORS else ""
        raise NotEvents("\n".join([*wrong[:MOST_ERRORS], f"nothing was sent{more}"]))
    return batches


def _batches(files: Sequence[Path]) -> Iterator[list[Placed]]:
    events = (event for file in files for event in read(file))
    while batch := list(islice(events, BATCH)):
        yield batch


async def _wrong_in(batch: Sequence[Placed]) -> list[str]:
    try:
        await from_batch(_content(batch).encode())
    except UnicodeEncodeError:
        return [f"{batch[0].place} and the {len(batch) - 1} after it: half a character, which is no UTF-8"]
    except Problem as problem:
        return [_complaint(fault, batch) for fault in problem.details.errors]
    return []


def _content(batch: Sequence[Placed]) -> str:
    return "[" + ",".join(event.json for event in batch) + "]"


async def _send(gateway: httpx.AsyncClient, batch: Sequence[Placed], stored: int) -> dict[str, int]:
    try:
        response = await gateway.post(
            "/events", content=_content(batch), headers={"Content-Type": MEDIA_TYPE}
        )
    except httpx.HTTPError as exc:
        unknown = (
            f"{stored:,} stored; whether {_span(batch)} were isn't known: the same file may be sent again"
        )
        answer = f"{gateway.base_url} doesn't answer: {exc or type(exc).__name__}"
        raise calling.GatewayRefused(f"{answer}\n{unknown}") from exc
    if response.status_code != httpx.codes.ACCEPTED:
        rest = f"{stored:,} stored; nothing of {_span(batch)}, nor of what comes after"
        raise calling.GatewayRefused("\n".join([*_complaints(response, batch), rest]))
    counted: dict[str, int] = response.json()
    return counted


def _span(batch: Sequence[Placed]) -> str:
    return f"{batch[0].place} to {batch[-1].place}"


def _complaints(response: httpx.Response, batch: Sequence[Placed]) -> list[str]:
    """One line for each fault, with the place in the file that it comes from."""
    if not response.headers.get("content-type", "").endswith("json"):
        return [calling.reason(response)]
    faults = [FieldFault.model_validate(each) for each in response.json().get("errors", [])]
    return [_complaint(fault, batch) for fault in faults] or [calling.reason(response)]


def _complaint(fault: FieldFault, batch: Sequence[Placed]) -> str:
    return f"{batch[fault.index or 0].place}: {fault.sentence}"


def _count(sent: int) -> None:
    if sent % WORTH_A_COUNTER == 0:
        print(f"{sent} events sent", file=sys.stderr)  # noqa: T201 - progress
