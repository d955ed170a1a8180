"""The outbox: what goes out to members, written with the events that it follows from."""

from activities.postgres.migrations.script import execute, identifier

revision = "0005"
down_revision = "0004"

SCHEMA = """
create table notice (
    case_ref  text not null references case_file,
    position  integer not null,
    member    text not null,
    kind      text not null,
    subject   text not null,
    about     text not null,
    stored_at timestamptz not null default clock_timestamp(),
    sent_at   timestamptz,
    primary key (case_ref, position, member)
);

comment on table notice is
    'What goes out to members, written in the transaction of the events that it follows from. Nothing is removed.';
comment on column notice.case_ref is 'The case.';
comment on column notice.position is 'Position in the ledger of the event that it follows from.';
comment on column notice.member is 'To whom.';
comment on column notice.kind is 'What it is: an invitation, a reminder, …';
comment on column notice.subject is 'References only, no content.';
comment on column notice.about is 'Reference of the obligation, the meeting or the member that it is about.';
comment on column notice.stored_at is 'The database''s own clock.';
comment on column notice.sent_at is 'Database time at which it went out; null until then.';
"""


def upgrade(app_role: str) -> None:
    execute(SCHEMA)
    execute(f"grant select, insert, update (sent_at) on notice to {identifier(app_role)};")
