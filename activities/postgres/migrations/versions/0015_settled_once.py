"""A dead letter counts as corrected once its correction is stored, and not before."""

from activities.postgres.migrations.script import execute

revision = "0015"
down_revision = "0014"

SCHEMA = """
-- Corrections that were broken off before they were stored: nothing stands for these letters.
update dead_letter set settled = null, settled_at = null, settled_by = null, settled_why = null
 where settled = 'corrected' and next_number is null;
alter table dead_letter add check (settled not in ('corrected', 'retried') or next_number is not null);
"""


def upgrade(app_role: str) -> None:  # noqa: ARG001
    execute(SCHEMA)
