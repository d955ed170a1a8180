"""What is told about agencies: events whose subject is a member. They reach the directory, never a case."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from domain.agencies.agency import Agency, AgencyDetails
from domain.fields import Moment
from domain.vocabulary import Member


class AgencyChanged(AgencyDetails):
    """An agency is new, or something about it has changed: what is said replaces all that was known."""

    at: Moment | None = None
    """When it occurred; the envelope's ``time`` counts where it is absent."""
    by: Member | None = None
    """Who says so."""


class AgencyWithdrawn(BaseModel):
    """An agency is no longer there to be asked. Networks that it is in already keep it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Moment | None = None
    by: Member | None = None


NEWS_TYPES: dict[str, type[AgencyChanged | AgencyWithdrawn]] = {
    "throughcare.agency.changed.v1": AgencyChanged,
    "throughcare.agency.withdrawn.v1": AgencyWithdrawn,
}
"""The inbound event types by which the directory is changed."""


class DirectoryChange(BaseModel):
    """One change of the directory: who says it, and when it came to be so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    id: str | None = None
    """Of the event: with the source it is known again. None in an import."""
    member: str
    agency: Agency | None
    """None where it was withdrawn."""
    occurred_at: datetime | None = None
    """None: when it is received. What lies ahead counts from its receipt: ``available_from`` says from when."""
    by: str | None = None


def news(
    told: AgencyChanged | AgencyWithdrawn, member: str, source: str, id_: str, time: datetime | None
) -> DirectoryChange:
    """The change that an event makes; ``time`` is the envelope's."""
    agency = None
    if isinstance(told, AgencyChanged):
        agency = Agency(member=member, **told.model_dump(exclude={"at", "by"}))
    return DirectoryChange(
        source=source, id=id_, member=member, agency=agency, occurred_at=told.at or time, by=told.by
    )
