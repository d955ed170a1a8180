"""The agency directory, with everything that was ever said about an agency."""

from activities.postgres.migrations.script import execute, identifier

revision = "0004"
down_revision = "0003"

SCHEMA = """
create table agency_history (
    number      bigint generated always as identity primary key,
    member      text not null,
    source      text not null,
    event_id    text,
    said_by     text,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    stored_at   timestamptz not null default clock_timestamp(),
    details     jsonb
);
create unique index agency_history_event on agency_history (source, event_id) where event_id is not null;
create index agency_history_member on agency_history (member, number);

comment on table agency_history is 'Every change of the agency directory. Nobody changes or removes a row.';
comment on column agency_history.number is 'In the order of storing.';
comment on column agency_history.member is 'The agency, <role>:<name>.';
comment on column agency_history.source is 'CloudEvents source, or the name of the imported file.';
comment on column agency_history.event_id is
    'CloudEvents id: with the source it identifies the event for ever; null in an import.';
comment on column agency_history.said_by is 'The member who says so; null where it wasn''t said.';
comment on column agency_history.occurred_at is 'Case time at which it came to be so; not after the receipt.';
comment on column agency_history.received_at is 'Case time of the receipt.';
comment on column agency_history.stored_at is 'The database''s own clock.';
comment on column agency_history.details is 'All that is said of the agency; null where it was withdrawn.';

create trigger agency_history_only_grows before update or delete or truncate on agency_history
    for each statement execute function refuse_change_of_ledger();

create table agency (
    member       text primary key,
    number       bigint not null references agency_history,
    occurred_at  timestamptz not null,
    role         text not null,
    jurisdiction text,
    locality     text,
    details      jsonb
);
create index agency_place on agency (jurisdiction, locality) where details is not null;

comment on table agency is
    'The directory: of each agency the change that occurred last, written together with its history.';
comment on column agency.member is 'The agency, <role>:<name>.';
comment on column agency.number is 'The change that counts.';
comment on column agency.occurred_at is 'When that came to be so: older news change nothing.';
comment on column agency.role is 'The role of the member.';
comment on column agency.jurisdiction is 'Where it works; null where it was withdrawn.';
comment on column agency.locality is 'The office or place it works for.';
comment on column agency.details is 'All that is known of it; null where it was withdrawn.';
"""


def upgrade(app_role: str) -> None:
    role = identifier(app_role)
    execute(SCHEMA)
    execute(f"""
        grant select, insert on agency_history to {role};
        grant select, insert, update on agency to {role};
    """)
