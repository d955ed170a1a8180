"""How the commands at the terminal reach a running gateway."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import httpx
import typer
from pydantic import ValidationError

from workers.settings import RUNNING_STACK, CallerSettings

ANSWERS_WITHIN = 30.0
T = TypeVar("T")


class GatewayRefused(Exception):
    """The gateway answered that it can't or won't; or it didn't answer."""


class NobodyToAsk(GatewayRefused):
    """No gateway is known: neither a running stack nor the environment names one."""


def settings(data: Path | None = None) -> CallerSettings:
    """Of the stack in the folder ``data``; without one, from the environment, then of the stack beside us."""
    if data is None:
        return _from_the_environment()
    try:
        published = (data / RUNNING_STACK.name).read_text()
    except OSError as exc:
        raise NobodyToAsk(f"no stack runs on {data}: start one with throughcare dev --data {data}") from exc
    return CallerSettings.model_validate_json(published)


def _from_the_environment() -> CallerSettings:
    try:
        return CallerSettings()
    except ValidationError as exc:
        raise NobodyToAsk("no gateway to ask: start throughcare dev, or set THROUGHCARE_TOKEN") from exc


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
    caller = settings(data)
    try:
        async with client(caller) as gateway:
            response = await gateway.request(method, path, **content)
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
    except GatewayRefused as exc:
        typer.echo(f"error: {exc}", err=True)
        raise typer.Exit(2 if isinstance(exc, NobodyToAsk) else 1) from exc
