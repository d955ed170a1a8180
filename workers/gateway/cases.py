"""``GET /cases…``: the read side."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path, Query

from activities.reading import CaseFilters, CasePage, CaseReader, View
from domain.vocabulary import Reference
from workers.gateway.faults import FieldFault
from workers.gateway.problems import Problem

T = TypeVar("T")
CaseReference = Annotated[Reference, Path(description="the case reference: the subject of its events")]


class CaseQuery(CaseFilters):
    """The filters, and the page: ``next`` of the answer before."""

    token: Reference | None = None


def router(reader: CaseReader) -> APIRouter:
    routes = APIRouter(prefix="/cases", tags=["cases"])

    @routes.get("")
    async def listed(query: Annotated[CaseQuery, Query()]) -> CasePage:
        """The cases, in short, page by page."""
        return await reader.list(query, query.token)

    @routes.get("/{case}")
    async def view(case: CaseReference) -> View:
        """Where the case stands. A closed case keeps its last values."""
        return opened(case, await reader.view(case))

    @routes.get("/{case}/events")
    async def events(case: CaseReference) -> Sequence[View]:
        """The ledger of the case over all its streams, in recorded order."""
        return opened(case, await reader.events(case))

    @routes.get("/{case}/notices")
    async def notices(case: CaseReference) -> Sequence[View]:
        """What the members of the case were told, in recorded order; with its iCalendar text where it is a meeting."""
        return opened(case, await reader.notices(case))

    return routes


def opened(case: str, found: T | None) -> T:
    """What was found; 404 where there is no such case, or not yet."""
    if found is None:
        unknown = FieldFault(field="case", value=case, reason="no case of this reference has been opened")
        raise Problem.of_field(404, unknown)
    return found
