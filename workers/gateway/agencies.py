"""``/agencies``: the agency directory, brought in by the batch and listed."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Query, Request, Security
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from activities.agencies import MOST_BYTES, AgencyFilters, AgencyPage, Directory, Imported
from activities.bounds import OutOfBounds
from domain.agencies.agency import Agency, AgencyMember
from domain.agencies.news import DirectoryChange
from domain.fields import EventName, contradiction
from domain.vocabulary import Member
from workers.gateway import body
from workers.gateway.callers.bearing import Bearers
from workers.gateway.callers.caller import AGENCIES_READ, AGENCIES_WRITE, Caller
from workers.gateway.callers.refusing import forbidden, not_spoken_for, out_of_bounds
from workers.gateway.faults import FieldFault, faults
from workers.gateway.problems import Malformed
from workers.gateway.room import Room

_log = structlog.get_logger()


class AgencyBatch(BaseModel):
    """Agencies as they are from now on. Those that it doesn't name stay as they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    source: EventName
    """Where it comes from: the name of a file, or of a system."""
    by: AgencyMember | None = None
    """Who says so: somebody whom the directory could name, and neither court nor person."""
    agencies: Annotated[list[Agency], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> "AgencyBatch":
        named: set[str] = set()
        for place, agency in enumerate(self.agencies):
            if agency.member in named:
                raise contradiction(f"agencies.{place}.member", f"{agency.member} is named twice")
            named.add(agency.member)
        return self


class AgencyQuery(AgencyFilters):
    """The filters, and the page: ``next`` of the answer before."""

    token: Member | None = None


_REQUEST: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AgencyBatch"}}},
    }
}


def router(directory: Directory, now: Callable[[], datetime], bearers: Bearers, room: Room) -> APIRouter:
    """``now`` is case time."""
    routes = APIRouter(prefix="/agencies", tags=["agencies"])
    reading = Security(bearers.caller, scopes=[AGENCIES_READ])
    writing = Security(bearers.caller, scopes=[AGENCIES_WRITE])

    @routes.post("", openapi_extra=_REQUEST)
    async def bring_in(request: Request, caller: Annotated[Caller, writing]) -> Imported:
        """Take in a batch of agencies, all or nothing; the same again changes nothing."""
        with room.share() as share:
            return await _brought_in(_read(await body.read(request, MOST_BYTES, share)), caller)

    async def _brought_in(batch: AgencyBatch, caller: Caller) -> Imported:
        changes = [
            DirectoryChange(source=batch.source, member=agency.member, agency=agency, by=batch.by)
            for agency in batch.agencies
        ]
        if not caller.speaks_as(batch.source):
            raise forbidden([not_spoken_for(batch.source, "source")])
        try:
            imported = await directory.bring_in(changes, now(), caller.jurisdictions)
        except OutOfBounds as exc:
            members = [change.member for change in changes]
            raise out_of_bounds(exc, members, "member", "jurisdiction") from exc
        _log.info("agencies brought in", **imported.model_dump())
        return imported

    @routes.get("")
    async def listed(
        query: Annotated[AgencyQuery, Query()], caller: Annotated[Caller, reading]
    ) -> AgencyPage:
        """The agencies of the caller's jurisdictions, page by page."""
        return await directory.listed(query, query.token, caller.jurisdictions)

    return routes


def _read(content: bytes) -> AgencyBatch:
    try:
        return AgencyBatch.model_validate_json(content, strict=True)
    except ValidationError as exc:
        raise Malformed(list(_placed(faults(exc.errors())))) from exc


def _placed(found: list[FieldFault]) -> Iterator[FieldFault]:
    """``agencies.3.level`` is the field ``level`` of the agency with the index 3."""
    for fault in found:
        match fault.field.split(".", 2):
            case ["agencies", index, field]:
                yield fault.model_copy(update={"field": field, "index": int(index)})
            case _:
                yield fault.model_copy(update={"field": fault.field or "body"})
