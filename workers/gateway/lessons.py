"""``GET /lessons``: what cases have taught, without the cases."""

from typing import Annotated

from fastapi import APIRouter, Query, Security
from pydantic import Field

from activities.lessons import LessonFilters, LessonPage
from activities.reading import CaseReader
from workers.gateway.callers.bearing import Bearers
from workers.gateway.callers.caller import LESSONS_READ, Caller


class LessonQuery(LessonFilters):
    """The filters, and the page: ``next`` of the answer before."""

    token: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}_[0-9a-f]{64}$")] | None = None


def router(reader: CaseReader, bearers: Bearers) -> APIRouter:
    routes = APIRouter(prefix="/lessons", tags=["lessons"])
    reading = Security(bearers.caller, scopes=[LESSONS_READ])

    @routes.get("")
    async def listed(
        query: Annotated[LessonQuery, Query()], caller: Annotated[Caller, reading]
    ) -> LessonPage:
        """The lessons of the caller's jurisdictions, page by page."""
        return await reader.lessons(query, query.token, caller.jurisdictions)

    return routes
