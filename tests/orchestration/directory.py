"""The agency directory of a world."""

from activities.postgres.agencies import PostgresDirectory
from domain.agencies.agency import Agency
from domain.agencies.news import DirectoryChange
from tests.orchestration.world import World


async def directory_has(case: World, *agencies: Agency) -> None:
    """From now on, beside those it has."""
    changes = [DirectoryChange(source="test", member=each.member, agency=each) for each in agencies]
    await PostgresDirectory(case.database.pool).bring_in(changes, await case.now())
