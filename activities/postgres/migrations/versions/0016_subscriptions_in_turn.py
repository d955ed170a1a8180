"""The cases that wait for an endpoint are served in turn: how long the backlog of one is, none of them notices."""

from activities.postgres.migrations.script import execute

revision = "0016"
down_revision = "0015"

SCHEMA = """
alter table subscription add last_case text not null default '';
comment on column subscription.last_case is 'The case whose turn was last: the next one has the next turn.';
comment on column subscription.secret is
    'By which its events are signed: sealed, or plain from an earlier version until a worker with a key starts.';
comment on column subscription.former_secret is
    'The one before, kept alike: by it they are signed too until former_until.';
drop index subscribed_event_waiting;
"""


def upgrade(app_role: str) -> None:  # noqa: ARG001
    execute(SCHEMA)
