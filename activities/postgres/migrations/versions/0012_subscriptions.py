"""Subscriptions of other systems, and the events that are on their way to them."""

from activities.postgres.migrations.script import execute, identifier

revision = "0012"
down_revision = "0011"

SCHEMA = """
create table subscription (
    name           text primary key,
    url            text not null,
    owner          text not null,
    events         text[] not null,
    jurisdictions  text[],
    training       boolean not null,
    secret         text,
    former_secret  text,
    former_until   timestamptz,
    made_at        timestamptz not null default clock_timestamp(),
    removed_at     timestamptz,
    paused_at      timestamptz,
    paused_because text,
    failures       integer not null default 0,
    failing_since  timestamptz,
    next_attempt   timestamptz not null default clock_timestamp(),
    reply          text,
    taken_at       timestamptz,
    leased_by      uuid,
    leased_until   timestamptz not null default '-infinity',
    check ((secret is null) = (removed_at is not null))
);

comment on table subscription is
    'Systems that are told of events. One that is removed stays on record, without its secret.';
comment on column subscription.name is 'Given by an operator, for ever.';
comment on column subscription.url is 'Where its events are posted to.';
comment on column subscription.owner is 'Whom to speak to about it.';
comment on column subscription.events is 'Patterns of event types: custody.released, custody.*, *.';
comment on column subscription.jurisdictions is 'Of whose cases; null for all.';
comment on column subscription.training is 'An exercise may write to it.';
comment on column subscription.secret is 'By which its events are signed. Never shown after it was drawn.';
comment on column subscription.former_secret is 'The one before, by which they are signed too until former_until.';
comment on column subscription.former_until is 'Until when; null where there is no former one.';
comment on column subscription.made_at is 'The database''s own clock.';
comment on column subscription.removed_at is 'From when on it is on record only.';
comment on column subscription.paused_at is 'Since when nothing is sent; null where it isn''t paused.';
comment on column subscription.paused_because is 'Why nothing is sent: by-hand, gone, away, refuses-everything.';
comment on column subscription.failures is 'Rounds in a row in which the endpoint couldn''t be spoken to.';
comment on column subscription.failing_since is 'When the first of them was; null where there are none.';
comment on column subscription.next_attempt is 'Database time from which on it is asked again.';
comment on column subscription.reply is 'What it last said, where it wasn''t yes: a status, or the name of a fault.';
comment on column subscription.taken_at is 'When it last took an event.';
comment on column subscription.leased_by is 'The sender that serves it until leased_until, and nobody else.';
comment on column subscription.leased_until is 'Until when that sender may serve it without a word.';

-- No foreign key to subscription: each append would lock its row, and all cases would queue there.
create table subscribed_event (
    subscription text not null,
    case_ref     text not null references case_file,
    position     integer not null,
    stored_at    timestamptz not null default clock_timestamp(),
    next_attempt timestamptz not null default clock_timestamp(),
    refusals     integer not null default 0,
    reply        text,
    set_aside_at timestamptz,
    sent_at      timestamptz,
    primary key (subscription, case_ref, position),
    check (sent_at is null or set_aside_at is null)
);

comment on table subscribed_event is
    'Which system is told of which event of the ledger, written in its transaction. Nothing is removed.';
comment on column subscribed_event.subscription is 'The system that is told.';
comment on column subscribed_event.case_ref is 'The case.';
comment on column subscribed_event.position is 'Position of the event in the ledger of the case.';
comment on column subscribed_event.stored_at is 'The database''s own clock.';
comment on column subscribed_event.next_attempt is 'Database time from which on it may be sent.';
comment on column subscribed_event.refusals is 'How often the endpoint wouldn''t take it.';
comment on column subscribed_event.reply is
    'What the endpoint last answered, where it wasn''t yes: a status, or the name of a fault.';
comment on column subscribed_event.set_aside_at is 'When it was given up, unless an operator has it tried again.';
comment on column subscribed_event.sent_at is 'When the endpoint took it.';

create index subscribed_event_waiting on subscribed_event (subscription, next_attempt, position)
    where sent_at is null and set_aside_at is null;
create index subscribed_event_next on subscribed_event (subscription, case_ref, position)
    where sent_at is null and set_aside_at is null;
create index subscribed_event_aside on subscribed_event (subscription) where set_aside_at is not null;
"""

GRANTS = """
grant select, insert, update on subscription to {role};
grant select, insert, update (next_attempt, refusals, reply, set_aside_at, sent_at) on subscribed_event to {role};
"""


def upgrade(app_role: str) -> None:
    execute(SCHEMA)
    execute(GRANTS.format(role=identifier(app_role)))
