"""Keys at an address, over real HTTP: rotated without a restart, never asked for in a flood, kept while it is away."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from structlog.testing import capture_logs

from tests.integration.publishing import Mood, Publisher, publishing
from tests.unit.issuing import Issuer, jwks
from workers.gateway.callers import key_url
from workers.gateway.callers.key_url import ASKED_AT_MOST_EVERY, REFRESHED_EVERY, KeysAtUrl
from workers.gateway.callers.keys import KeysAway

FIRST, SECOND = Issuer("first"), Issuer("second")


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Asked:
    """The keys as the gateway has them, and the address that they come from."""

    keys: KeysAtUrl
    publisher: Publisher
    clock: Clock

    async def knows(self, kid: str) -> bool:
        return await self.keys.key(kid) is not None

    async def refreshed(self) -> None:
        """Time passes, somebody calls, and the answer that nobody waits for is there."""
        self.clock.now += REFRESHED_EVERY
        await self.keys.key("first")
        assert self.keys._asking is not None
        await self.keys._asking


@pytest.fixture
async def asked() -> AsyncIterator[Asked]:
    clock = Clock()
    async with publishing(jwks(FIRST)) as publisher, httpx.AsyncClient(trust_env=False) as client:
        keys = KeysAtUrl(publisher.url, client, clock)
        yield Asked(keys, publisher, clock)
        keys.stop()


async def test_a_new_key_is_known_as_soon_as_a_token_names_it(asked: Asked) -> None:
    assert await asked.knows("first")
    asked.publisher.content = jwks(FIRST, SECOND)
    asked.clock.now += ASKED_AT_MOST_EVERY
    assert await asked.knows("second")
    assert asked.publisher.asked == 2


async def test_a_key_that_was_taken_out_is_forgotten_after_a_while(asked: Asked) -> None:
    assert await asked.knows("first")
    asked.publisher.content = jwks(SECOND)
    await asked.refreshed()
    assert not await asked.knows("first")


async def test_a_flood_of_unknown_keys_is_no_flood_of_requests(asked: Asked) -> None:
    assert not any(await asyncio.gather(*(asked.knows(f"guess-{n}") for n in range(500))))
    assert asked.publisher.asked == 1
    asked.clock.now += ASKED_AT_MOST_EVERY
    assert not any(await asyncio.gather(*(asked.knows(f"guess-{n}") for n in range(500))))
    assert asked.publisher.asked == 2


async def test_whoever_is_known_waits_for_nobody(asked: Asked) -> None:
    assert await asked.knows("first")
    asked.publisher.mood = "hanging"
    asked.clock.now += REFRESHED_EVERY
    async with asyncio.timeout(key_url.ANSWERS_WITHIN / 2):
        assert await asked.knows("first")


async def test_a_caller_who_hangs_up_takes_the_answer_from_nobody(asked: Asked) -> None:
    impatient = asyncio.create_task(asked.knows("first"))
    patient = asyncio.create_task(asked.knows("first"))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient


@pytest.mark.parametrize("mood", ["failing", "hanging", "redirecting", "talking nonsense", "endless", None])
async def test_while_it_is_away_its_last_keys_stay_and_the_log_says_so_once(
    asked: Asked, mood: Mood | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await asked.knows("first")
    if mood is None:
        await asked.publisher.go_away()
    else:
        asked.publisher.mood = mood
    with capture_logs() as logs:
        with monkeypatch.context() as impatient:
            impatient.setattr(key_url, "ANSWERS_WITHIN", 0.2)
            for _ in range(3):
                asked.clock.now += REFRESHED_EVERY
                with pytest.raises(KeysAway):
                    await asked.knows("second")
                assert await asked.knows("first")
        if mood is None:
            await asked.publisher.start()
        asked.publisher.mood, asked.publisher.content = "well", jwks(FIRST, SECOND)
        asked.clock.now += ASKED_AT_MOST_EVERY
        assert await asked.knows("second")
    told = [(entry["event"], entry["what"]) for entry in logs]
    assert told == [("away", "keys of the issuer"), ("back", "keys of the issuer")]


async def test_until_it_has_answered_once_nothing_can_be_judged(asked: Asked) -> None:
    await asked.publisher.go_away()
    with pytest.raises(KeysAway):
        await asked.knows("first")
    await asked.publisher.start()
    asked.clock.now += ASKED_AT_MOST_EVERY
    assert await asked.knows("first")
