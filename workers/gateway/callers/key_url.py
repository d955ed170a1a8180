"""Keys at an address: asked again from time to time, and when a token names a key that isn't known."""

import asyncio
import time
from collections.abc import Callable

import httpx
import structlog

from workers.gateway.callers.keys import Key, KeysAway, KeySet, NotAKeySet, keys_in
from workers.outage import Outages

REFRESHED_EVERY = 300.0
"""Seconds after which the keys are asked for again: so long may a key live on that was taken out."""
ASKED_AT_MOST_EVERY = 10.0
"""Seconds between two requests, however many unknown keys are named meanwhile."""
ANSWERS_WITHIN = 5.0
MOST_BYTES = 256 * 1024

_log = structlog.get_logger()
_WHAT = "keys of the issuer"


class KeysAtUrl:
    """Who bears a token of a known key never waits for the issuer; while it is away its last keys stay."""

    def __init__(
        self, url: str, client: httpx.AsyncClient, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = url
        self._client = client
        self._clock = clock
        self._keys: KeySet = {}
        self._asked_at: float | None = None
        self._asking: asyncio.Task[None] | None = None
        self._is_away = True
        self._outages = Outages()

    async def key(self, kid: str) -> Key | None:
        if self._was_asked_within(REFRESHED_EVERY) and kid in self._keys:
            return self._keys[kid]
        asking = self._ask_again()
        if kid not in self._keys and asking is not None:
            # Shielded: a caller who hangs up doesn't take the answer away from the others.
            await asyncio.shield(asking)
        found = self._keys.get(kid)
        if found is None and self._is_away:
            raise KeysAway("the issuer's keys can't be had")
        return found

    def stop(self) -> None:
        """Before the client is closed."""
        if self._asking is not None:
            self._asking.cancel()

    def _ask_again(self) -> asyncio.Task[None] | None:
        """The request that is under way, or a new one; None where the last was a moment ago."""
        if self._asking is not None and not self._asking.done():
            return self._asking
        if self._was_asked_within(ASKED_AT_MOST_EVERY):
            return None
        self._asked_at = self._clock()
        self._asking = asyncio.create_task(self._ask())
        return self._asking

    def _was_asked_within(self, seconds: float) -> bool:
        return self._asked_at is not None and self._clock() - self._asked_at < seconds

    async def _ask(self) -> None:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                self._keys = keys_in(await self._content())
        except (httpx.HTTPError, TimeoutError, NotAKeySet) as exc:
            self._is_away = True
            self._outages.away(_WHAT, exc)
        else:
            self._is_away = False
            self._outages.back(_WHAT)

    async def _content(self) -> bytes:
        content = bytearray()
        async with self._client.stream("GET", self._url, headers={"Accept": "application/json"}) as answer:
            answer.raise_for_status()
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise NotAKeySet(f"longer than {MOST_BYTES} bytes")
        return bytes(content)
