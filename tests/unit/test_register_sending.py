"""Batches of a register on their way to a gateway that is busy, away, or refuses them."""

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest

from workers import calling
from workers.register import sending
from workers.register.rows import event
from workers.register.sending import Placed, Refused, Stored, send

BATCH = [Placed(line, event(f"e{line}", "register", f"C-{line}", {})) for line in (2, 3)]
TAKEN = httpx.Response(202, json={"accepted": 2, "duplicates": 0})


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, each time."""
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", wait)
    return waited


def answering(*answers: httpx.Response | httpx.TransportError) -> httpx.AsyncClient:
    left: Iterator[httpx.Response | httpx.TransportError] = iter(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        assert len(json.loads(request.content)) == len(BATCH)
        given = next(left)
        if isinstance(given, httpx.TransportError):
            raise given
        return given

    return httpx.AsyncClient(base_url="http://gateway", transport=httpx.MockTransport(answer))


async def test_a_gateway_that_is_busy_or_away_is_asked_again_when_it_says_or_ever_later(
    waits: list[float],
) -> None:
    busy = httpx.Response(503, headers={"Retry-After": "7"})
    many = httpx.Response(429)
    gateway = answering(busy, httpx.ConnectError("refused"), many, TAKEN)
    assert await send(gateway, BATCH, "r.csv") == Stored(2, 0)
    assert waits == [7, 2, 4]


async def test_nobody_is_asked_for_ever(waits: list[float]) -> None:
    away = [httpx.ConnectError("refused")] * (len(sending.PATIENCE) + 1)
    with pytest.raises(calling.GatewayRefused, match="gateway doesn't answer: refused"):
        await send(answering(*away), BATCH, "r.csv")
    assert waits == list(sending.PATIENCE)


async def test_what_is_refused_is_told_with_line_and_column() -> None:
    fault = {"field": "data.release_date", "value": "x", "reason": "no day", "index": 1}
    body = {"title": "wrong", "status": 422, "errors": [fault]}
    refused = httpx.Response(422, json=body, headers={"content-type": "application/problem+json"})
    assert await send(answering(refused), BATCH, "r.csv") == Refused(
        2, ["r.csv:3: release_date ('x'): no day"]
    )


async def test_a_batch_that_is_refused_without_a_field_is_told_in_the_gateways_words() -> None:
    forbidden = httpx.Response(
        403, json={"title": "not yours", "status": 403}, headers={"content-type": "application/problem+json"}
    )
    assert await send(answering(forbidden), BATCH, "r.csv") == Refused(2, ["not yours"])
