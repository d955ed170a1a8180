"""Where the keys come from by which tokens are judged, as the deployment is set up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from workers.gateway.callers.key_file import KeysInFile
from workers.gateway.callers.key_url import KeysAtUrl
from workers.gateway.callers.keys import Keys, NotAKeySet
from workers.gateway.callers.tokens import Tokens
from workers.settings import GatewaySettings

ADDRESSES = ("https://", "http://")


@asynccontextmanager
async def tokens_of(settings: GatewaySettings) -> AsyncIterator[Tokens | None]:
    """None where no issuer is trusted. Raises ``NotAKeySet`` where a file of keys is of no use."""
    if settings.jwks is None:
        yield None
        return
    async with _keys(settings.jwks) as keys:
        yield Tokens(keys, settings.audience, settings.issuer)


@asynccontextmanager
async def _keys(jwks: str) -> AsyncIterator[Keys]:
    if not jwks.startswith(ADDRESSES):
        yield KeysInFile(Path(jwks))
        return
    try:
        httpx.URL(jwks)
    except httpx.InvalidURL as exc:
        raise NotAKeySet("the address of the keys is none") from exc
    # An address is where it is: whoever redirects us isn't the issuer that was named.
    async with httpx.AsyncClient(follow_redirects=False) as client:
        keys = KeysAtUrl(jwks, client)
        try:
            yield keys
        finally:
            keys.stop()
