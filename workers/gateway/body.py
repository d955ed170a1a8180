"""A request's content, read within bounds: nobody makes the gateway hold more than it would accept."""

import asyncio

from fastapi import Request
from starlette.requests import ClientDisconnect

from workers.gateway.faults import LONGEST_VALUE, FieldFault
from workers.gateway.problems import Problem
from workers.gateway.room import Share

_MOST_DIGITS = 20


async def read(request: Request, most: int, share: Share) -> bytes:
    """The body; 413 as soon as it is known to be longer than ``most`` bytes, 415 where it is compressed, 408 where it
    comes too slowly, 503 where there is no room for it."""
    _ensure_not_encoded(request.headers.get("content-encoding", "identity"))
    announced = request.headers.get("content-length", "0")
    # So many digits that Python won't read them as a number are too many anyway.
    if announced.isdecimal() and (len(announced) > _MOST_DIGITS or int(announced) > most):
        raise _too_long(most)
    try:
        async with asyncio.timeout(share.room.content_within):
            content = await _content(request, most, share)
    except TimeoutError as exc:
        raise _incomplete(408, f"not all there within {share.room.content_within:g} seconds") from exc
    except ClientDisconnect as exc:
        raise _incomplete(400, "the connection ended before it was all there") from exc
    share.wait()
    return content


async def _content(request: Request, most: int, share: Share) -> bytes:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most:
            raise _too_long(most)
        share.grow(len(chunk))
    return bytes(content)


def _ensure_not_encoded(encoding: str) -> None:
    if encoding.strip().lower() != "identity":
        fault = FieldFault(
            field="content-encoding", value=encoding[:LONGEST_VALUE], reason="not supported here"
        )
        raise Problem.of_field(415, fault, {"Accept-Encoding": "identity"})


# The rest of such a body is never read, so the connection can't be used again.
_CLOSES = {"Connection": "close"}


def _too_long(most: int) -> Problem:
    return Problem.of_field(413, FieldFault(field="body", reason=f"longer than {most} bytes"), _CLOSES)


def _incomplete(status: int, reason: str) -> Problem:
    return Problem.of_field(status, FieldFault(field="body", reason=reason), _CLOSES)
