"""What parts two person records is found by either record too, as what merges them is."""

from activities.postgres.migrations.script import execute

revision = "0014"
down_revision = "0013"

SCHEMA = """
create index inbox_unmerged_from on inbox ((data->>'from')) where type = 'throughcare.person.unmerged.v1';
create index inbox_unmerged_into on inbox ((data->>'into')) where type = 'throughcare.person.unmerged.v1';
"""


def upgrade(app_role: str) -> None:  # noqa: ARG001
    execute(SCHEMA)
