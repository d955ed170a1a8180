"""Letting callers in: by the deployment's own token, or by one that an issuer has signed for them."""

import hmac
from typing import Annotated, NoReturn

import structlog
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from workers.gateway.callers.caller import OPERATOR, Caller
from workers.gateway.callers.keys import KeysAway
from workers.gateway.callers.refusing import forbidden, lacking
from workers.gateway.callers.tokens import NotValid, Tokens
from workers.gateway.problems import RETRY_AFTER_SECONDS, Problem

_log = structlog.get_logger()
_bearer = HTTPBearer(
    auto_error=False,
    bearerFormat="JWT",
    description=(
        "A JSON Web Token, signed with RS256 or ES256 by an issuer that the deployment trusts, with the claims `sub`,"
        " `aud`, `exp`, `jurisdictions`, `sources` and `scope`; or the deployment's own token, which may do everything."
    ),
)


class Bearers:
    """``own`` is the deployment's token; ``tokens`` judges those of an issuer. At least one of them is there."""

    def __init__(self, own: str | None, tokens: Tokens | None = None) -> None:
        if own is None and tokens is None:
            raise ValueError("nobody could be let in: neither a token nor keys of an issuer")
        self._own = own.encode() if own is not None else None
        self._tokens = tokens

    async def caller(
        self,
        needed: SecurityScopes,
        given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    ) -> Caller:
        """A dependency that answers 401 and 403 to everybody else, before the content is read."""
        caller = await self._bearer_of(given)
        if missing := [scope for scope in needed.scopes if not caller.may(scope)]:
            raise forbidden([lacking(scope) for scope in missing])
        return caller

    async def of(self, request: Request) -> Caller:
        """The same for a route that needs no scope by itself."""
        return await self._bearer_of(await _bearer(request))

    async def _bearer_of(self, given: HTTPAuthorizationCredentials | None) -> Caller:
        if given is None:
            raise Problem(401, "a bearer token is needed", {"WWW-Authenticate": "Bearer"})
        token = given.credentials
        # In constant time: how long it takes says nothing about the token.
        if self._own is not None and hmac.compare_digest(token.encode(), self._own):
            return OPERATOR
        if self._tokens is None:
            _refuse("not a valid token")
        try:
            return await self._tokens.caller(token)
        except NotValid as exc:
            _refuse(str(exc))
        except KeysAway as exc:
            again = {"Retry-After": str(RETRY_AFTER_SECONDS)}
            raise Problem(503, "the keys by which tokens are judged can't be had", again) from exc


def _refuse(reason: str) -> NoReturn:
    _log.info("caller refused", reason=reason)
    challenge = f'Bearer error="invalid_token", error_description="{reason}"'
    raise Problem(401, reason, {"WWW-Authenticate": challenge})
