"""How a migration runs its SQL: as one script, in the migration's transaction."""

from alembic import op


def execute(script: str) -> None:
    """Runs several statements at once, which a prepared statement couldn't."""
    driver = op.get_bind().connection.dbapi_connection
    driver.run_async(lambda connection: connection.execute(script))  # type: ignore[union-attr]


def identifier(name: str) -> str:
    """The name of a role, quoted."""
    return '"' + name.replace('"', '""') + '"'
