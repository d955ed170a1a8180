"""What comes of sending a notice stands in its row."""

from activities.postgres.migrations.script import execute, identifier

revision = "0010"
down_revision = "0009"

SCHEMA = """
alter table notice
    add column next_attempt  timestamptz not null default clock_timestamp(),
    add column refusals      integer not null default 0,
    add column undeliverable text,
    add column reply         text,
    add check (sent_at is null or undeliverable is null);

comment on column notice.next_attempt is 'Database time from which on it may be sent.';
comment on column notice.refusals is 'How often the mail server has put it off.';
comment on column notice.undeliverable is 'Why it doesn''t go out any more, unless an operator has it tried again.';
comment on column notice.reply is 'What the mail server last answered where it didn''t take it; numbers only.';

create index notice_due on notice (next_attempt) where sent_at is null and undeliverable is null;
create index notice_undeliverable on notice (case_ref, position, member) where undeliverable is not null;

-- Years of notices that nothing has sent so far don't all go out with the first look.
update notice set undeliverable = 'not-recent' where sent_at is null;
"""


def upgrade(app_role: str) -> None:
    execute(SCHEMA)
    execute(
        f"grant update (next_attempt, refusals, undeliverable, reply) on notice to {identifier(app_role)};"
    )
