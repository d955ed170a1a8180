"""A sender as a process of its own, for tests that kill it."""

import asyncio
import sys

from activities.postgres.pool import open_pool
from tests.integration.subscribing import send_all


async def main(dsn: str) -> None:
    await send_all(await open_pool(dsn))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
