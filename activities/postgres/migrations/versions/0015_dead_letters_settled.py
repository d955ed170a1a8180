"""Dead letters may be set aside; one counts as corrected once its correction is stored, and not before."""

from activities.postgres.migrations.script import execute

revision = "0015"
down_revision = "0014"

SCHEMA = """
-- Corrections that were broken off before they were stored: nothing stands for these letters.
update dead_letter set settled = null, settled_at = null, settled_by = null, settled_why = null
 where settled = 'corrected' and next_number is null;
alter table dead_letter
    add check (settled not in ('corrected', 'retried') or next_number is not null),
    add column set_aside_at timestamptz,
    add column set_aside_by text,
    add column set_aside_because text,
    add check ((set_aside_at is null) = (set_aside_by is null)
               and (set_aside_at is null) = (set_aside_because is null));
drop index dead_letter_open;
create index dead_letter_open on dead_letter (given_up_at)
    where given_up_at is not null and settled is null and set_aside_at is null;

comment on column dead_letter.set_aside_at is
    'Database time from which on nobody has to do anything about it; stays when it is settled after all.';
comment on column dead_letter.set_aside_by is 'Which operator said so.';
comment on column dead_letter.set_aside_because is 'In the operator''s words.';
"""


def upgrade(app_role: str) -> None:  # noqa: ARG001
    execute(SCHEMA)
