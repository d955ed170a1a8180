"""The agency directory: kept beside the cases, asked by a case when it opens and when a role is vacant."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.bounds import Bounds
from domain.agencies.agency import Agency
from domain.agencies.choosing import Place, chosen
from domain.agencies.news import DirectoryChange
from domain.vocabulary import Activity, AdHocRole, Member, PermanentRole, Reference

CHOOSE_MEMBERS = "choose_members"
MOST_AGENCIES = 200
"""Agencies on one page of a list."""

MOST_BYTES = 4 * 1024 * 1024
"""Of agencies that are brought in at once, as JSON."""


class Imported(BaseModel):
    """What became of a batch, agency by agency."""

    model_config = ConfigDict(frozen=True)
    added: int = 0
    changed: int = 0
    unchanged: int = 0


class AgencyFilters(BaseModel):
    """Which agencies a list shows; what is None doesn't filter."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    jurisdiction: Reference | None = None
    locality: Reference | None = None
    role: PermanentRole | AdHocRole | None = None
    activity: Activity | None = None
    """Which it offers: whom the case manager can ask for it (R32, R93)."""


class AgencyPage(BaseModel):
    """Agencies in the order of their members; ``next`` is the token of the page after this one."""

    model_config = ConfigDict(frozen=True)
    agencies: tuple[Agency, ...]
    next: Member | None = None


class Directory(Protocol):
    """Every method raises ``StoreUnavailable`` while the store is away."""

    async def bring_in(
        self, changes: Sequence[DirectoryChange], received_at: datetime, bounds: Bounds = None
    ) -> Imported:
        """Stores a batch in one transaction, all or nothing. An event that came before isn't stored again.

        An import that changes nothing is: from now on it is what was said last, and older news don't count.
        Raises ``OutOfBounds`` where an agency is, or would be, of a jurisdiction beyond ``bounds``.
        """
        ...

    async def listed(
        self, filters: AgencyFilters, token: str | None, bounds: Bounds = None
    ) -> AgencyPage: ...

    async def in_jurisdiction(self, jurisdiction: str) -> Sequence[Agency]: ...

    async def named(self, members: Sequence[str]) -> Sequence[Agency]: ...


class MembersAsked(BaseModel):
    """Whom to name for these roles, at this place, on this day."""

    model_config = ConfigDict(frozen=True)
    roles: tuple[str, ...]
    jurisdiction: str
    office: str | None
    day: date
    without: tuple[str, ...] = ()
    """Members who aren't asked again."""
    seats: tuple[str, ...] = ()
    """Members of whom is asked whether they work in every area."""


class MembersChosen(BaseModel):
    """A member by role; no entry where the directory has nobody."""

    model_config = ConfigDict(frozen=True)
    members: dict[str, str]
    national: tuple[str, ...] = ()
    """Those of the seats that the directory knows as national agencies."""
    elsewhere: tuple[str, ...] = ()
    """Those that it knows as local agencies of another place than the office."""


class DirectoryActivities:
    """Answers a case with references alone: how an agency is reached stays in the directory."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    @activity.defn(name=CHOOSE_MEMBERS)
    async def choose_members(self, asked: MembersAsked) -> MembersChosen:
        agencies = await self._directory.in_jurisdiction(asked.jurisdiction)
        place = Place(asked.jurisdiction, asked.office, asked.day)
        seats = await self._directory.named(asked.seats) if asked.seats else ()
        return MembersChosen(
            members=chosen(agencies, asked.roles, place, asked.without),
            national=tuple(each.member for each in seats if each.level == "national"),
            elsewhere=tuple(
                each.member for each in seats if each.level == "local" and each.locality != asked.office
            ),
        )
