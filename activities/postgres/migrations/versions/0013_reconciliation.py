"""What reconciliation enters for a person; and indexes of the cases that are open, or just being opened."""

from activities.postgres.migrations.script import execute, identifier

revision = "0013"
down_revision = "0012"

SCHEMA = """
create table reconciliation_entry (
    number          bigint generated always as identity primary key,
    case_ref        text not null,
    kind            text not null,
    about           text not null,
    first_seen      timestamptz not null default clock_timestamp(),
    last_seen       timestamptz not null default clock_timestamp(),
    times_seen      integer not null default 1,
    gone_at         timestamptz,
    settled_at      timestamptz,
    settled_by      text,
    settled_because text,
    check ((settled_at is null) = (settled_by is null) and (settled_at is null) = (settled_because is null))
);
create unique index reconciliation_entry_once on reconciliation_entry (case_ref, kind, about)
    where gone_at is null;

comment on table reconciliation_entry is
    'Differences between the stores that only a person can settle. References only, never content.';
comment on column reconciliation_entry.number is 'By which it is named at the terminal.';
comment on column reconciliation_entry.case_ref is
    'The case; there may be no case file, where a workflow was started by hand.';
comment on column reconciliation_entry.kind is 'What differs.';
comment on column reconciliation_entry.about is 'Which numbers or workflow; empty where it is the whole case.';
comment on column reconciliation_entry.first_seen is 'The database''s own clock, as are the others.';
comment on column reconciliation_entry.last_seen is 'When it was last found.';
comment on column reconciliation_entry.times_seen is 'By how many runs.';
comment on column reconciliation_entry.gone_at is 'When a run over everything didn''t find it any more.';
comment on column reconciliation_entry.settled_at is 'When somebody settled it.';
comment on column reconciliation_entry.settled_by is 'Who did.';
comment on column reconciliation_entry.settled_because is 'Why, or how: references, no content of the case.';

-- The relay asks every second, and a register may hold many more rows than there are open cases.
create index case_file_opened on case_file (case_ref) where opened_at is not null;
create index case_file_opening on case_file (opened_at) where opened_at is not null and phase is null;
"""


def upgrade(app_role: str) -> None:
    execute(SCHEMA)
    execute(f"grant select, insert, update on reconciliation_entry to {identifier(app_role)};")
