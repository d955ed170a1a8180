"""By which version of the fold each stored state was folded, under a seal."""

from activities.postgres.migrations.script import execute

revision = "0006"
down_revision = "0005"

# Sealed where it is stored: a state that another version has folded can't be folded again to see whether
# somebody has been at it.
SCHEMA = """
create function seal_of(head_hash bytea, fold text, state jsonb) returns bytea language sql immutable as $$
    select sha256(head_hash || convert_to(fold || state::text, 'UTF8'))
$$;
comment on function seal_of is 'Binds a stored state to the newest event that it is of, and to the fold.';

alter table stream add column fold text not null default '', add column seal bytea;
update stream set seal = seal_of(head_hash, fold, state);
alter table stream alter column seal set not null;

comment on column stream.fold is
    'Version of the fold that has folded the state; empty before there were versions of it.';
comment on column stream.seal is 'seal_of(head_hash, fold, state), as it was stored.';

drop function lock_tail;
create function lock_tail(the_case text, the_stream text, known bytea)
returns table ("position" integer, hash bytea, version integer, stream_hash bytea, fold text, state text)
language plpgsql as $$
declare head case_file;
begin
    select f.* into head from case_file f where f.case_ref = the_case for update;
    if not found then return; end if;
    return query
        select head.last_position, head.head_hash, coalesce(s.version, 0), s.head_hash, s.fold,
               case when s.head_hash is distinct from known then s.state::text end
          from (values (1)) one left join stream s on s.stream = the_stream;
end $$;
comment on function lock_tail is
    'Locks the case; returns its head and the stream''s, and the state where its hash isn''t the known one.';
"""


def upgrade(app_role: str) -> None:  # noqa: ARG001  (the role has what it needs on the table)
    execute(SCHEMA)
