"""``GET /cases…``: the read side."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Security
from fastapi.params import Depends as Dependency

from activities.reading import CaseFilters, CasePage, CaseReader, View
from domain.vocabulary import Reference
from workers.gateway.callers.bearing import Bearers
from workers.gateway.callers.caller import CASES_READ, LEDGER_READ, NOTICES_READ, Caller
from workers.gateway.faults import FieldFault
from workers.gateway.problems import Problem

T = TypeVar("T")
CaseReference = Annotated[Reference, Path(description="the case reference: the subject of its events")]


class CaseQuery(CaseFilters):
    """The filters, and the page: ``next`` of the answer before."""

    token: Reference | None = None


def router(reader: CaseReader, bearers: Bearers) -> APIRouter:
    routes = APIRouter(prefix="/cases", tags=["cases"])
    listing = Security(bearers.caller, scopes=[CASES_READ])

    @routes.get("")
    async def listed(query: Annotated[CaseQuery, Query()], caller: Annotated[Caller, listing]) -> CasePage:
        """The cases of the caller's jurisdictions, in short, page by page."""
        return await reader.list(query, query.token, caller.jurisdictions)

    @routes.get("/{case}", dependencies=[seeing(reader, bearers, CASES_READ)])
    async def view(case: CaseReference) -> View:
        """Where the case stands. A closed case keeps its last values."""
        return opened(case, await reader.view(case))

    @routes.get("/{case}/events", dependencies=[seeing(reader, bearers, LEDGER_READ)])
    async def events(case: CaseReference) -> Sequence[View]:
        """The ledger of the case over all its streams, in recorded order."""
        return opened(case, await reader.events(case))

    @routes.get("/{case}/notices", dependencies=[seeing(reader, bearers, NOTICES_READ)])
    async def notices(case: CaseReference) -> Sequence[View]:
        """What the members of the case were told, in recorded order; with its iCalendar text where it is a meeting."""
        return opened(case, await reader.notices(case))

    return routes


def seeing(reader: CaseReader, bearers: Bearers, scope: str) -> Dependency:
    """Of a route about one case: a case of another jurisdiction answers as one that isn't there (404)."""

    async def seen(
        case: CaseReference, caller: Annotated[Caller, Security(bearers.caller, scopes=[scope])]
    ) -> None:
        if caller.jurisdictions is not None:
            served_in = await reader.served_in(case)
            opened(case, served_in if served_in in caller.jurisdictions else None)

    dependency: Dependency = Depends(seen)
    return dependency


def opened(case: str, found: T | None) -> T:
    """What was found; 404 where there is no such case, or not yet."""
    if found is None:
        unknown = FieldFault(field="case", value=case, reason="no case of this reference has been opened")
        raise Problem.of_field(404, unknown)
    return found
