"""The clock of the deployment."""

from activities.postgres.migrations.script import execute, identifier

revision = "0003"
down_revision = "0002"

SCHEMA = """
create table exercise_clock (
    only_row        boolean primary key default true check (only_row),
    epoch           timestamptz not null,
    days_per_second double precision check (days_per_second > 0)
);

comment on table exercise_clock is
    'Rate and epoch of case time, settled at the first start and fixed from then on.';
comment on column exercise_clock.only_row is 'There is one clock.';
comment on column exercise_clock.epoch is 'When the deployment was first started: both times agree here.';
comment on column exercise_clock.days_per_second is
    'Case days per second; null in production, where time is time.';
"""


def upgrade(app_role: str) -> None:
    execute(SCHEMA)
    execute(f"grant select on exercise_clock to {identifier(app_role)};")
