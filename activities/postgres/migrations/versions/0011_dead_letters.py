"""Facts that can't be brought to their case, why, and what has become of them."""

from activities.postgres.migrations.script import execute, identifier

revision = "0011"
down_revision = "0010"

SCHEMA = """
create table dead_letter (
    case_ref        text not null,
    number          integer not null,
    reason          text not null,
    answer          text,
    attempts        integer not null default 0,
    hindered_since  timestamptz not null default clock_timestamp(),
    given_up_at     timestamptz,
    settled         text check (settled in ('corrected', 'retried', 'known')),
    settled_at      timestamptz,
    settled_by      text,
    settled_why     text,
    next_case       text,
    next_number     integer,
    primary key (case_ref, number),
    foreign key (case_ref, number) references inbox,
    foreign key (next_case, next_number) references inbox,
    check ((settled is null) = (settled_at is null))
);
create index dead_letter_open on dead_letter (given_up_at) where given_up_at is not null and settled is null;
create index dead_letter_next on dead_letter (next_case, next_number) where next_case is not null;

comment on table dead_letter is 'Facts that something of their own keeps from their case. Nobody removes a row.';
comment on column dead_letter.case_ref is 'The case that should have got the fact.';
comment on column dead_letter.number is 'Its number there.';
comment on column dead_letter.reason is 'What hinders it: a word of domain.dead_letters.';
comment on column dead_letter.answer is 'What Temporal said to it; no content.';
comment on column dead_letter.attempts is 'How often it was tried.';
comment on column dead_letter.hindered_since is 'Database time of the first attempt.';
comment on column dead_letter.given_up_at is 'Database time from which on it is a dead letter; null while it is tried.';
comment on column dead_letter.settled is
    'Corrected by another event, retried as it is, or known: the register has come to know its case.';
comment on column dead_letter.settled_at is 'Database time of that.';
comment on column dead_letter.settled_by is 'Which operator; null where nobody had to do anything.';
comment on column dead_letter.settled_why is 'In the operator''s words.';
comment on column dead_letter.next_case is 'The case of the fact that stands for it from then on.';
comment on column dead_letter.next_number is 'The number of that fact.';

alter table inbox add column again boolean not null default false;
comment on column inbox.again is 'The same event as an earlier row of this case, which couldn''t be delivered.';
drop index inbox_event;
drop index inbox_passed_on;
create unique index inbox_event on inbox (source, event_id) where not passed_on and not again;
create unique index inbox_passed_on on inbox (source, event_id, case_ref) where passed_on and not again;

create index case_file_unknown on case_file (case_ref) where person is null and opened_at is null;

insert into dead_letter (case_ref, number, reason, given_up_at)
select case_ref, number, 'out-of-bounds', clock_timestamp() from inbox where withdrawn;
"""


def upgrade(app_role: str) -> None:
    execute(SCHEMA)
    execute(f"grant select, insert, update on dead_letter to {identifier(app_role)};")
