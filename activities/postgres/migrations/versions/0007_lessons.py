"""Lessons for other cases, kept without the case that they come from."""

from activities.postgres.migrations.script import execute, identifier

revision = "0007"
down_revision = "0006"

SCHEMA = """
create table lesson (
    token        bytea primary key,
    jurisdiction text not null,
    role         text not null,
    month        text not null,
    text         text not null
);
create index lesson_in_order on lesson (month, token);

comment on table lesson is 'What evaluations have taught, without the case and the person.';
comment on column lesson.token is
    'Digest of the evaluation under the key of its case: leads back to it as long as the key is there, never forth.';
comment on column lesson.jurisdiction is 'The area that had the case.';
comment on column lesson.role is 'In which role it was said.';
comment on column lesson.month is 'In which month: YYYY-MM.';
comment on column lesson.text is 'Content in their own words.';

create table lesson_key (
    case_ref text primary key references case_file,
    key      bytea not null
);

comment on table lesson_key is
    'By which a withdrawn evaluation finds its lessons. Whoever erases a case removes its row: then nobody can.';
comment on column lesson_key.case_ref is 'The case.';
comment on column lesson_key.key is 'Random, of this case alone.';
"""


def upgrade(app_role: str) -> None:
    role = identifier(app_role)
    execute(SCHEMA)
    execute(f"""
        grant select, insert, delete on lesson to {role};
        grant select, insert on lesson_key to {role};
    """)
