"""The secrets of all subscriptions brought under the key that seals now, also those of earlier versions."""

from collections.abc import Sequence

from activities.postgres.pool import Pool, transaction
from activities.sealing import NoKey, Sealing

_STORED = """
select name, secret, former_secret from subscription where secret is not null order by name for no key update
"""
_SEALED = "update subscription set secret = $2, former_secret = $3 where name = $1"


async def seal_anew(pool: Pool, sealing: Sealing) -> Sequence[str]:
    """Without a key nothing is changed. Returns those whose secrets no key opens; they stay as they are."""
    if not sealing.has_a_key:
        return []
    closed: list[str] = []
    async with transaction(pool) as connection:
        for name, *secrets in await connection.fetch(_STORED):
            try:
                sealed = [each and sealing.sealed(sealing.opened(each)) for each in secrets]
            except NoKey:
                closed.append(name)
            else:
                await connection.execute(_SEALED, name, *sealed)
    return closed
