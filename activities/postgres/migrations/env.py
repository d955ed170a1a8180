"""Read by Alembic: runs the migrations on the connection that ``migrate`` has opened."""

from alembic import context

attributes = context.config.attributes
context.configure(connection=attributes["connection"])
with context.begin_transaction():
    context.run_migrations(app_role=attributes["app_role"])
