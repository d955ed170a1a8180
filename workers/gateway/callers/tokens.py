"""Bearer tokens: JSON Web Tokens (RFC 7519), verified as RFC 8725 advises, and the caller that each stands for."""

from datetime import timedelta
from typing import Any

import jwt
from pydantic import ValidationError

from workers.gateway.callers.caller import Caller
from workers.gateway.callers.claims import Claims
from workers.gateway.callers.keys import Key, Keys
from workers.gateway.faults import faults

LEEWAY = timedelta(seconds=30)
"""By which the clocks of issuer and gateway may differ."""

LONGEST = 8 * 1024
_NEEDED = ["exp", "aud", "sub"]


class NotValid(Exception):
    """A token that nobody is let in with; the reason may be told to whoever bears it."""


class Tokens:
    """``audience`` is this deployment; ``issuer``, where it is given, the only one whose tokens count."""

    def __init__(self, keys: Keys, audience: str, issuer: str | None = None) -> None:
        self._keys = keys
        self._audience = audience
        self._issuer = issuer

    async def caller(self, token: str) -> Caller:
        """Raises ``NotValid``, or ``KeysAway`` where it can't be known."""
        return _claims(self._verified(token, await self._key_of(token))).caller

    async def _key_of(self, token: str) -> Key:
        """The token says which of our keys it is signed with, and never brings one along."""
        if len(token) > LONGEST:
            raise NotValid("the token is too long")
        try:
            kid = jwt.get_unverified_header(token).get("kid")
        except jwt.InvalidTokenError as exc:
            raise NotValid(_UNSIGNED) from exc
        key = await self._keys.key(kid) if kid else None
        if key is None or key.has_expired:
            raise NotValid(_UNSIGNED)
        return key

    def _verified(self, token: str, key: Key) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key.verifying,
                algorithms=[key.algorithm],
                audience=self._audience,
                issuer=self._issuer,
                leeway=LEEWAY,
                options={"require": _NEEDED},
            )
        except jwt.InvalidTokenError as exc:
            raise NotValid(_reason(exc)) from exc
        return claims


_UNSIGNED = "the token isn't signed with a key that is known here"
"""The same for all that is wrong before the signature is right: who hasn't got a key learns nothing."""


def _reason(error: jwt.InvalidTokenError) -> str:
    match error:
        case jwt.ExpiredSignatureError():
            return "the token has expired"
        case jwt.ImmatureSignatureError():
            return "the token isn't valid yet"
        case jwt.InvalidAudienceError():
            return "the token is for another audience"
        case jwt.InvalidIssuerError():
            return "the token is of another issuer"
        case jwt.MissingRequiredClaimError(claim=claim):
            return f"the token lacks the claim {claim}"
        case _:
            return _UNSIGNED


def _claims(verified: dict[str, Any]) -> Claims:
    try:
        return Claims.model_validate(verified)
    except ValidationError as exc:
        wrong = ", ".join(f"{fault.field}: {fault.reason}" for fault in faults(exc.errors()))
        raise NotValid(f"the token's claims are wrong: {wrong}") from exc
