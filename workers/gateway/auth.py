"""Who may call: whoever bears the deployment's token."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from workers.gateway.problems import Problem

_bearer = HTTPBearer(auto_error=False, description="The deployment's static token.")


def bearer_of(token: str) -> Callable[..., Awaitable[None]]:
    """A dependency that answers 401 to everybody else, before the content is read."""
    expected = token.encode()

    async def authenticated(
        given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    ) -> None:
        if given is None:
            raise Problem(401, "a bearer token is needed", {"WWW-Authenticate": "Bearer"})
        # In constant time: how long it takes says nothing about the token.
        if not hmac.compare_digest(given.credentials.encode(), expected):
            raise Problem(401, "not a valid token", {"WWW-Authenticate": 'Bearer error="invalid_token"'})

    return authenticated
