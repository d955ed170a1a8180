"""Rows of the agency directory: of its history, which only grows, and of what counts now."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from activities.postgres.pool import Connection
from domain.agencies.agency import Agency
from domain.agencies.news import DirectoryChange
from domain.vocabulary import role_of


class Dated(NamedTuple):
    """A change, and since when it counts in case time."""

    change: DirectoryChange
    occurred_at: datetime


async def remember(connection: Connection, new: Sequence[Dated], received_at: datetime) -> list[int]:
    """The numbers that the changes get, in their order."""
    rows = await connection.fetch(
        """insert into agency_history (member, source, event_id, said_by, occurred_at, received_at, details)
           select member, source, event_id, said_by, occurred_at, $7, details
             from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::jsonb[])
                  with ordinality as change (member, source, event_id, said_by, occurred_at, details, place)
            order by place returning number""",
        [each.change.member for each in new],
        [each.change.source for each in new],
        [each.change.id for each in new],
        [each.change.by for each in new],
        [each.occurred_at for each in new],
        [_details(each.change.agency) for each in new],
        received_at,
    )
    return sorted(row["number"] for row in rows)


async def put(connection: Connection, counting: Sequence[tuple[int, Dated]]) -> None:
    """What counts from now on."""
    agencies = [each.change.agency for _, each in counting]
    await connection.execute(
        """insert into agency (number, member, role, occurred_at, jurisdiction, locality, details)
           select * from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[],
                                $7::jsonb[])
           on conflict (member) do update
              set number = excluded.number, occurred_at = excluded.occurred_at,
                  jurisdiction = excluded.jurisdiction, locality = excluded.locality,
                  details = excluded.details""",
        [number for number, _ in counting],
        [each.change.member for _, each in counting],
        [role_of(each.change.member) for _, each in counting],
        [each.occurred_at for _, each in counting],
        [agency.jurisdiction if agency else None for agency in agencies],
        [agency.locality if agency else None for agency in agencies],
        [_details(agency) for agency in agencies],
    )


def _details(agency: Agency | None) -> dict[str, object] | None:
    return agency.model_dump(mode="json", exclude_none=True) if agency else None
