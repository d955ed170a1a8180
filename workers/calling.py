"""How the commands at the terminal reach a running gateway."""

from pathlib import Path

import httpx

from workers.settings import RUNNING_STACK, CallerSettings

ANSWERS_WITHIN = 30.0
NOBODY_TO_ASK = "error: no gateway to ask: start throughcare dev, or set THROUGHCARE_TOKEN"


class GatewayRefused(Exception):
    """The gateway answered that it can't or won't; or it didn't answer."""


def settings(data: Path | None = None) -> CallerSettings:
    """Of the stack in the folder ``data``; without one, from the environment, then of the stack beside us.

    Raises ``pydantic.ValidationError`` where no token is found.
    """
    if data is None:
        return CallerSettings()
    try:
        published = (data / RUNNING_STACK.name).read_text()
    except FileNotFoundError as exc:
        raise GatewayRefused(
            f"no stack runs on {data}: start one with throughcare dev --data {data}"
        ) from exc
    return CallerSettings.model_validate_json(published)


def client(caller: CallerSettings) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=caller.gateway,
        headers={"Authorization": f"Bearer {caller.token}"},
        timeout=ANSWERS_WITHIN,
        trust_env=False,  # a proxy of this machine has no business between us and our gateway
    )


def reason(response: httpx.Response) -> str:
    """Why the gateway refused, in its own words."""
    if response.headers.get("content-type", "").startswith("application/problem+json"):
        return str(response.json()["title"])
    return f"{response.status_code} {response.reason_phrase}"
