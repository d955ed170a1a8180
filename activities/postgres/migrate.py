"""Brings the schema up to date: as its owner, before any process starts."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

MIGRATIONS = Path(__file__).parent / "migrations"
APP_ROLE = "throughcare_app"
_ONE_AT_A_TIME = 0x7C_0001
"""Advisory lock: of two that migrate at once the second finds nothing left to do."""


async def migrate(owner_dsn: str, app_role: str = APP_ROLE, to: str = "head") -> None:
    """Runs every migration up to ``to`` that the database hasn't seen, all or none of them.

    ``app_role`` must exist; it is given what the processes need, and neither update nor delete on the ledger.
    """
    engine = create_async_engine(make_url(owner_dsn).set(drivername="postgresql+asyncpg"))
    try:
        async with engine.begin() as connection:
            await connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
            await connection.run_sync(_upgrade, app_role, to)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, app_role: str, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=connection, app_role=app_role)
    command.upgrade(config, to)
