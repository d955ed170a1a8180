"""A request's content, read within bounds: nobody makes the gateway hold more than it would accept."""

from fastapi import Request

from workers.gateway.faults import LONGEST_VALUE, FieldFault
from workers.gateway.problems import Problem

_MOST_DIGITS = 20


async def read(request: Request, most: int) -> bytes:
    """The body; 413 as soon as it is known to be longer than ``most`` bytes, 415 where it is compressed."""
    _ensure_not_encoded(request.headers.get("content-encoding", "identity"))
    announced = request.headers.get("content-length", "0")
    # So many digits that Python won't read them as a number are too many anyway.
    if announced.isdecimal() and (len(announced) > _MOST_DIGITS or int(announced) > most):
        raise _too_long(most)
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most:
            raise _too_long(most)
    return bytes(content)


def _ensure_not_encoded(encoding: str) -> None:
    if encoding.strip().lower() != "identity":
        fault = FieldFault(
            field="content-encoding", value=encoding[:LONGEST_VALUE], reason="not supported here"
        )
        raise Problem.of_field(415, fault, {"Accept-Encoding": "identity"})


def _too_long(most: int) -> Problem:
    # The rest of the body is never read, so the connection can't be used again.
    fault = FieldFault(field="body", reason=f"longer than {most} bytes")
    return Problem.of_field(413, fault, {"Connection": "close"})
