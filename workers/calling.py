"""How the commands at the terminal reach a running gateway."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import httpx
import typer

from workers.settings import CallerSettings, NobodyToAsk, settings_of

ANSWERS_WITHIN = 30.0
T = TypeVar("T")


class GatewayRefused(Exception):
    """The gateway answered that it can't or won't; or it didn't answer."""


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


async def call(method: str, path: str, data: Path | None, **content: Any) -> Any:  # noqa: ANN401 - JSON
    """What the gateway answers; ``content`` as httpx takes it. Raises ``GatewayRefused``."""
    return (await _answered(method, path, data, **content)).json()


async def fetch(path: str, data: Path | None, headers: dict[str, str]) -> bytes:
    """A file that the gateway answers with. Raises ``GatewayRefused``."""
    return (await _answered("GET", path, data, headers=headers)).content


async def _answered(method: str, path: str, data: Path | None, **content: Any) -> httpx.Response:  # noqa: ANN401
    caller = settings_of(CallerSettings, data)
    try:
        async with client(caller) as gateway:
            response = await gateway.request(method, path, **content)
    except UnicodeEncodeError as exc:
        raise GatewayRefused(f"{exc.object!a}: half a character, which is no UTF-8") from exc
    except httpx.HTTPError as exc:
        raise GatewayRefused(f"{caller.gateway} doesn't answer: {exc or type(exc).__name__}") from exc
    if response.status_code != httpx.codes.OK:
        raise GatewayRefused(reason(response))
    return response


async def call_for_all(
    path: str, section: str, filters: dict[str, Any], data: Path | None
) -> list[dict[str, Any]]:
    """Every entry of a section that the gateway answers page by page; a filter that is None doesn't filter."""
    given = {name: value for name, value in filters.items() if value is not None}
    found: list[dict[str, Any]] = []
    token: str | None = None
    while True:
        page = await call("GET", path, data, params=given | ({"token": token} if token else {}))
        found += page[section]
        if not (token := page["next"]):
            return found


def ask(question: Coroutine[Any, Any, T]) -> T:
    """At the terminal: the answer, or a sentence and the end, with status 2 where there is nobody to ask."""
    try:
        return asyncio.run(question)
    except (GatewayRefused, NobodyToAsk) as exc:
        typer.echo(f"error: {exc}", err=True)
        raise typer.Exit(2 if isinstance(exc, NobodyToAsk) else 1) from exc
