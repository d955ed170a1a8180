"""When announced cases are to be open, reckoned anew: a release may have brought another version of a pack."""

from activities.policies import ShippedPolicies
from activities.postgres.case_files import write_registers
from activities.postgres.pool import opened_pool, transaction

PAGE = 200
_NEVER_OPENED = """
select case_ref from case_file
 where opened_at is null and person is not null and case_ref > $1
 order by case_ref limit $2 for update
"""


async def reckon_openings(owner_dsn: str, policy_of: ShippedPolicies) -> None:
    """Of all that were never opened, page by page; facts that come meanwhile wait for their page at most."""
    async with opened_pool(owner_dsn, most=1) as pool:
        after: str | None = ""
        while after is not None:
            async with transaction(pool) as connection:
                cases = [row["case_ref"] for row in await connection.fetch(_NEVER_OPENED, after, PAGE)]
                if cases:
                    await write_registers(connection, cases, policy_of)
            after = cases[-1] if cases else None
