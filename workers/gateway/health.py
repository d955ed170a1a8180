"""Whether the gateway runs, and whether it can do its work: for whoever supervises it. No token needed."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from activities.reading import CaseReader
from domain.vocabulary import Instant


class Alive(BaseModel):
    alive: bool = True


class Ready(BaseModel):
    now: Instant
    """Case time."""


def router(reader: CaseReader, now: Callable[[], datetime]) -> APIRouter:
    routes = APIRouter(prefix="/health", tags=["health"])

    @routes.get("/live")
    async def live() -> Alive:
        """The process answers."""
        return Alive()

    @routes.get("/ready")
    async def ready() -> Ready:
        """The store answers too; 503 while it doesn't."""
        await reader.answers()
        return Ready(now=now())

    return routes
