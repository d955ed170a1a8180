"""The agency directory in PostgreSQL: all that is said is kept, and the newest of each agency is what counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from activities.agencies import MOST_AGENCIES, AgencyFilters, AgencyPage, Imported
from activities.bounds import Bounds, OutOfBounds
from activities.postgres.agency_rows import Dated, put, remember
from activities.postgres.pool import Connection, Pool, connected, transaction
from domain.agencies.agency import Agency
from domain.agencies.news import DirectoryChange

_DIRECTORY = 0x7C_0004
"""Advisory lock: changes come one after the other, in the order of their numbers."""

Brought = Literal["added", "changed", "unchanged"]


class Standing(NamedTuple):
    """What the directory has of a member."""

    agency: Agency | None
    occurred_at: datetime


class Known:
    """What was there before a batch, and what its changes come to, one after the other."""

    def __init__(self, standing: dict[str, Standing], events: set[tuple[str, str]]) -> None:
        self._standing = standing
        self._events = events

    def has_heard(self, change: DirectoryChange) -> bool:
        """Whether it is an event that came before. An import says again, and later, what it says."""
        return (change.source, change.id) in self._events

    def brings(self, change: DirectoryChange) -> Brought:
        known = self.agency(change.member)
        if change.id is None and change.agency == known:
            return "unchanged"
        return "changed" if known else "added"

    def agency(self, member: str) -> Agency | None:
        return self._standing[member].agency if member in self._standing else None

    def take(self, change: DirectoryChange, occurred_at: datetime) -> bool:
        """Whether it counts from now on; not where something newer is known."""
        if change.id is not None:
            self._events.add((change.source, change.id))
        standing = self._standing.get(change.member)
        if standing is not None and standing.occurred_at > occurred_at:
            return False
        self._standing[change.member] = Standing(change.agency, occurred_at)
        return True


class PostgresDirectory:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def bring_in(
        self, changes: Sequence[DirectoryChange], received_at: datetime, bounds: Bounds = None
    ) -> Imported:
        async with transaction(self._pool) as connection:
            return await bring_in(connection, changes, received_at, bounds)

    async def listed(
        self, filters: AgencyFilters, token: str | None, bounds: Bounds = None, most: int = MOST_AGENCIES
    ) -> AgencyPage:
        async with connected(self._pool) as connection:
            rows = await connection.fetch(
                _LISTED,
                filters.jurisdiction,
                filters.locality,
                filters.role,
                token or "",
                most + 1,
                filters.activity,
                bounds,
            )
        agencies = tuple(Agency.model_validate(row["details"]) for row in rows[:most])
        return AgencyPage(agencies=agencies, next=agencies[-1].member if len(rows) > most else None)

    async def in_jurisdiction(self, jurisdiction: str) -> Sequence[Agency]:
        async with connected(self._pool) as connection:
            rows = await connection.fetch(_LISTED, jurisdiction, None, None, "", None, None, None)
        return [Agency.model_validate(row["details"]) for row in rows]

    async def named(self, members: Sequence[str]) -> Sequence[Agency]:
        async with connected(self._pool) as connection:
            rows = await connection.fetch(_NAMED, list(members))
        return [Agency.model_validate(row["details"]) for row in rows]


async def bring_in(
    connection: Connection, changes: Sequence[DirectoryChange], received_at: datetime, bounds: Bounds = None
) -> Imported:
    """Within the caller's transaction: an event about an agency may come together with facts about cases."""
    await connection.execute("select pg_advisory_xact_lock($1)", _DIRECTORY)
    known = await _known(connection, changes)
    if bounds is not None:
        _ensure_within(bounds, known, changes)
    counts: dict[Brought, int] = {"added": 0, "changed": 0, "unchanged": 0}
    new: list[Dated] = []
    counting: dict[str, int] = {}
    for change in changes:
        if known.has_heard(change):
            counts["unchanged"] += 1
            continue
        counts[known.brings(change)] += 1
        occurred_at = min(change.occurred_at or received_at, received_at)
        if known.take(change, occurred_at):
            counting[change.member] = len(new)
        new.append(Dated(change, occurred_at))
    if new:
        numbers = await remember(connection, new, received_at)
        await put(connection, [(numbers[place], new[place]) for place in counting.values()])
    return Imported.model_validate(counts)


def _ensure_within(bounds: frozenset[str], known: Known, changes: Sequence[DirectoryChange]) -> None:
    """An agency stays with the jurisdiction that has it: none takes it from another."""
    foreign: dict[str, str | None] = {}
    for change in changes:
        standing = known.agency(change.member)
        if standing is not None and standing.jurisdiction not in bounds:
            foreign[change.member] = None
        elif change.agency is not None and change.agency.jurisdiction not in bounds:
            foreign[change.member] = change.agency.jurisdiction
    if foreign:
        raise OutOfBounds(foreign)


async def _known(connection: Connection, changes: Sequence[DirectoryChange]) -> Known:
    rows = await connection.fetch(
        "select member, details, occurred_at from agency where member = any($1::text[])",
        [change.member for change in changes],
    )
    events = await connection.fetch(
        """select source, event_id from agency_history
             join unnest($1::text[], $2::text[]) as event (source, event_id) using (source, event_id)""",
        [change.source for change in changes],
        [change.id for change in changes],
    )
    standing = {
        row["member"]: Standing(
            Agency.model_validate(row["details"]) if row["details"] else None, row["occurred_at"]
        )
        for row in rows
    }
    return Known(standing, {(row["source"], row["event_id"]) for row in events})


_LISTED = """
select details from agency
 where details is not null and member > $4
   and ($1::text is null or jurisdiction = $1)
   and ($2::text is null or locality = $2)
   and ($3::text is null or role = $3)
   and ($6::text is null or details->'activities' ? $6)
   and ($7::text[] is null or jurisdiction = any($7))
 order by member limit $5
"""
_NAMED = """
select details from agency where details is not null and member = any($1::text[]) order by member
"""
