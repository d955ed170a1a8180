"""Case files and the inbox."""

from activities.postgres.migrations.script import execute, identifier

revision = "0001"
down_revision = None

SCHEMA = """
create table case_file (
    case_ref          text primary key,
    person            text,
    jurisdiction      text,
    entry             text,
    policy            text,
    release_date      date,
    release_kind      text,
    supervision_start date,
    supervision_end   date,
    opens_on          date,
    opened_at         timestamptz,
    last_number       integer not null default 0,
    last_position     integer not null default 0,
    head_hash         bytea not null default '\\x',
    phase             text,
    closed_because    text,
    manager           text,
    served_by         text
);
create index case_file_person on case_file (person);
create index case_file_to_open on case_file (opens_on, case_ref) where opened_at is null;

comment on table case_file is
    'One row per case reference; locked by whoever orders a case: takes a number, a position, or opens it.';
comment on column case_file.case_ref is 'Pseudonymous custody or order reference: the subject of the events.';
comment on column case_file.person is 'Register: pseudonymous reference of the person; null while unknown.';
comment on column case_file.jurisdiction is 'Register: where the release is expected.';
comment on column case_file.entry is 'Register: by which order the person comes under supervision.';
comment on column case_file.policy is 'Register: the policy pack asked for; fixed when the case is opened.';
comment on column case_file.release_date is 'Register: null when unknown, and for a community sentence.';
comment on column case_file.release_kind is 'Register: earliest, conditional, confirmed or unknown.';
comment on column case_file.supervision_start is 'Register: first day of a community sentence.';
comment on column case_file.supervision_end is 'Register: last day of supervision; null when unlimited.';
comment on column case_file.opens_on is
    'Register: day on which the release watch opens it; null when not known.';
comment on column case_file.opened_at is 'Case time at which it was first opened. Set once, never cleared.';
comment on column case_file.last_number is 'The newest number in its inbox.';
comment on column case_file.last_position is 'The newest position in its ledger.';
comment on column case_file.head_hash is 'Hash at the newest position: a missing tail shows.';
comment on column case_file.phase is
    'Projection of the case''s own stream, written by append; so are those below.';
comment on column case_file.closed_because is 'Projection: why the case is closed.';
comment on column case_file.manager is 'Projection: the member who manages the case.';
comment on column case_file.served_by is 'Projection: the jurisdiction that serves the case now.';

create table inbox (
    case_ref     text not null references case_file,
    number       integer not null check (number > 0),
    source       text not null,
    event_id     text not null,
    type         text not null,
    occurred_at  timestamptz not null,
    received_at  timestamptz not null,
    stored_at    timestamptz not null default clock_timestamp(),
    data         jsonb not null,
    passed_on    boolean not null,
    delivered_at timestamptz,
    withdrawn    boolean not null default false,
    primary key (case_ref, number)
);
-- Every reading of an inbox is by number; only this index knows an event again.
create unique index inbox_event on inbox (source, event_id) where not passed_on;
create unique index inbox_passed_on on inbox (source, event_id, case_ref) where passed_on;
create index inbox_undelivered on inbox (case_ref, number) where delivered_at is null;

comment on table inbox is 'Facts as they were received, durably stored before they are acknowledged.';
comment on column inbox.case_ref is 'The case that gets the fact.';
comment on column inbox.number is
    'Place in the inbox of the case, from 1, without holes, in the order of storing.';
comment on column inbox.source is 'CloudEvents source; with the id it identifies the event for ever.';
comment on column inbox.event_id is 'CloudEvents id.';
comment on column inbox.type is 'CloudEvents type.';
comment on column inbox.occurred_at is 'Case time: the data''s at, else the event''s time, else the receipt.';
comment on column inbox.received_at is 'Case time of the receipt.';
comment on column inbox.stored_at is 'The database''s own clock.';
comment on column inbox.data is 'The fact.';
comment on column inbox.passed_on is 'True where it was said of another case of the same person.';
comment on column inbox.delivered_at is 'Database time at which the case accepted it; null until then.';
comment on column inbox.withdrawn is 'Can''t be delivered: goes out under its number without data.';
"""


def upgrade(app_role: str) -> None:
    role = identifier(app_role)
    execute(SCHEMA)
    execute(f"""
        grant select, insert, update on case_file to {role};
        grant select, insert, update (delivered_at, withdrawn) on inbox to {role};
    """)
