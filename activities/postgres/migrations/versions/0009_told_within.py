"""To which jurisdictions whoever told an early fact was bound: judged when its case becomes known."""

from activities.postgres.migrations.script import execute

revision = "0009"
down_revision = "0008"

SCHEMA = """
alter table inbox add column told_within text[];
comment on column inbox.told_within is
    'Of a fact about a case that nobody knew yet: the jurisdictions of whoever told it; null where they have all.';
"""


def upgrade(app_role: str) -> None:  # noqa: ARG001 - the role's grants are those of the table
    execute(SCHEMA)
