"""``GET /lessons``: what cases have taught, without the cases."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from activities.lessons import LessonFilters, LessonPage
from activities.reading import CaseReader


class LessonQuery(LessonFilters):
    """The filters, and the page: ``next`` of the answer before."""

    token: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}_[0-9a-f]{64}$")] | None = None


def router(reader: CaseReader) -> APIRouter:
    routes = APIRouter(prefix="/lessons", tags=["lessons"])

    @routes.get("")
    async def listed(query: Annotated[LessonQuery, Query()]) -> LessonPage:
        """The lessons, page by page."""
        return await reader.lessons(query, query.token)

    return routes
