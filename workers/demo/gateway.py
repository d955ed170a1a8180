"""The gateway as an agency's system uses it: events in, views out."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx

from workers import calling
from workers.calling import GatewayRefused
from workers.demo.players import CloudEvent
from workers.demo.story import View
from workers.settings import CallerSettings

BATCH = "application/cloudevents-batch+json"


class DemoGateway:
    """``async with`` opens and closes the connections. Raises ``GatewayRefused``."""

    def __init__(self, address: str, token: str) -> None:
        self._client = calling.client(CallerSettings(gateway=address, token=token))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def now(self) -> datetime:
        answer = await self._get("/health/ready")
        return datetime.fromisoformat(answer["now"])

    async def view(self, case: str) -> View | None:
        """None until the case has been opened."""
        answer: View | None = await self._get(f"/cases/{case}")
        return answer

    async def views(self, cases: Sequence[str]) -> dict[str, View]:
        found = await asyncio.gather(*(self.view(case) for case in cases))
        return {case: view for case, view in zip(cases, found, strict=True) if view is not None}

    async def ledger(self, case: str) -> list[View]:
        events: list[View] = await self._get(f"/cases/{case}/events")
        return events

    async def tell(self, events: Sequence[CloudEvent]) -> None:
        """One batch; all or nothing is taken."""
        response = await self._client.post("/events", json=events, headers={"Content-Type": BATCH})
        if response.status_code != httpx.codes.ACCEPTED:
            raise GatewayRefused(f"{calling.reason(response)}: {response.text}")

    async def _get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        try:
            response = await self._client.get(path)
        except httpx.HTTPError as exc:
            raise GatewayRefused(f"the gateway doesn't answer: {exc}") from exc
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        if response.status_code != httpx.codes.OK:
            raise GatewayRefused(calling.reason(response))
        return response.json()
