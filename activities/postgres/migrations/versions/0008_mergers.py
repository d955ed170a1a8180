"""Mergers of person records are found by either record: what is said of the one reaches the other's cases."""

from activities.postgres.migrations.script import execute

revision = "0008"
down_revision = "0007"

SCHEMA = """
create index inbox_merged_from on inbox ((data->>'from')) where type = 'throughcare.person.merged.v1';
create index inbox_merged_into on inbox ((data->>'into')) where type = 'throughcare.person.merged.v1';
"""


def upgrade(app_role: str) -> None:  # noqa: ARG001
    execute(SCHEMA)
