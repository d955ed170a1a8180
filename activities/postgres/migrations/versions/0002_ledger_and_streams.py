"""The ledger, which only grows, and the folded state of each stream."""

from activities.postgres.migrations.script import execute, identifier

revision = "0002"
down_revision = "0001"

SCHEMA = """
create table ledger (
    case_ref    text not null references case_file,
    position    integer not null check (position > 0),
    stream      text not null,
    version     integer not null check (version > 0),
    event_id    uuid not null unique,
    type        text not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    stored_at   timestamptz not null default clock_timestamp(),
    actor       text,
    cause       text,
    number      integer,
    policy      text not null,
    data        jsonb not null,
    record      bytea not null,
    hash        bytea not null,
    primary key (case_ref, position),
    unique (stream, version)
);

comment on table ledger is 'Everything that was recorded of a case. Nobody changes or removes a row.';
comment on column ledger.case_ref is 'The case.';
comment on column ledger.position is
    'Place in the case over all its streams, from 1, in the order of commit.';
comment on column ledger.stream is 'The workflow id of the one writer.';
comment on column ledger.version is 'Place in the stream, from 1, without holes.';
comment on column ledger.event_id is 'Given by the workflow: makes an append idempotent.';
comment on column ledger.type is 'Type of the event, with its schema version.';
comment on column ledger.occurred_at is 'Case time at which it happened.';
comment on column ledger.recorded_at is 'Case time at which the workflow recorded it.';
comment on column ledger.stored_at is 'The database''s own clock.';
comment on column ledger.actor is 'Whose act it is.';
comment on column ledger.cause is 'The inbound event that led to it, source#id.';
comment on column ledger.number is 'Number of that inbound event in the inbox of the case.';
comment on column ledger.policy is 'The policy pack and version in force.';
comment on column ledger.data is 'The event.';
comment on column ledger.record is
    'The event, its envelope and its position as canonical JSON: the bytes that are hashed.';
comment on column ledger.hash is 'SHA-256 of the hash at the position before, followed by the record.';

create function refuse_change_of_ledger() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger only grows: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger ledger_only_grows before update or delete or truncate on ledger
    for each statement execute function refuse_change_of_ledger();

create table stream (
    stream    text primary key,
    case_ref  text not null references case_file,
    kind      text not null,
    version   integer not null,
    head_hash bytea not null,
    state     jsonb not null,
    next_due  timestamptz
);
create index stream_case on stream (case_ref);

comment on table stream is 'The folded state of each stream, written in the transaction of the append.';
comment on column stream.stream is 'The workflow id of the one writer.';
comment on column stream.case_ref is 'The case.';
comment on column stream.kind is 'case, or the name of the procedure.';
comment on column stream.version is 'Version of the newest event.';
comment on column stream.head_hash is 'Ledger hash of the newest event: stands for everything up to it.';
comment on column stream.state is 'Fold of the events that still count, as JSON.';
comment on column stream.next_due is 'When the first of its open obligations is due.';

-- A query that waits for a row lock sees the other tables as they were before it waited. Here the stream is
-- read by a statement of its own, after the wait.
create function lock_tail(the_case text, the_stream text, known bytea)
returns table ("position" integer, hash bytea, version integer, stream_hash bytea, state text)
language plpgsql as $$
declare head case_file;
begin
    select f.* into head from case_file f where f.case_ref = the_case for update;
    if not found then return; end if;
    return query
        select head.last_position, head.head_hash, coalesce(s.version, 0), s.head_hash,
               case when s.head_hash is distinct from known then s.state::text end
          from (values (1)) one left join stream s on s.stream = the_stream;
end $$;
comment on function lock_tail is
    'Locks the case; returns its head and the stream''s, and the state where its hash isn''t the known one.';
"""


def upgrade(app_role: str) -> None:
    role = identifier(app_role)
    execute(SCHEMA)
    execute(f"""
        grant select, insert on ledger to {role};
        grant select, insert, update on stream to {role};
    """)
