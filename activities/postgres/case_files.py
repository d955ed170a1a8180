"""Case files while facts are being stored: locked, counted on, and written back with the register's fold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from activities.policies import ShippedPolicies
from activities.postgres.early import judge_early
from activities.postgres.kin import held_by
from activities.postgres.pool import Connection
from domain.register import REGISTER_TYPES, Registered, registered

_PERSONS = 0x7C_0002

# Made before any is locked: whoever locks one that another makes, and makes one that the other waits for, would wait
# for ever. What another makes meanwhile this statement can't see.
_LOCKED = """
with made as (
    insert into case_file (case_ref) select case_ref from unnest($1::text[]) as given (case_ref)
     where not exists (select from case_file where case_file.case_ref = given.case_ref)
     order by case_ref on conflict do nothing
    returning case_ref, person, last_number, jurisdiction, served_by, opened_at, opens_on
), found as (
    select case_ref, person, last_number, jurisdiction, served_by, opened_at, opens_on from case_file
     where case_ref = any($1::text[]) and (select count(*) from made) >= 0
     order by case_ref for update
)
select * from found union all select * from made
"""
_TOLD_EARLY = """
select distinct case_ref from inbox
 where case_ref = any($1::text[]) and delivered_at is null and (told_within is not null or withdrawn)
"""
_WRITE = """
update case_file
   set person = known.person, jurisdiction = known.jurisdiction, entry = known.entry,
       release_date = known.release_date, release_kind = known.release_kind,
       supervision_start = known.supervision_start, supervision_end = known.supervision_end,
       opens_on = known.opens_on, policy = case when opened_at is null then known.policy else case_file.policy end
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::text[],
              $7::date[], $8::date[], $9::date[], $10::text[])
       as known (case_ref, person, jurisdiction, entry, release_date, release_kind,
                 supervision_start, supervision_end, opens_on, policy)
 where case_file.case_ref = known.case_ref
"""


REGISTER_COLUMNS = (
    "person",
    "jurisdiction",
    "entry",
    "release_date",
    "release_kind",
    "supervision_start",
    "supervision_end",
)


class Overtaken(Exception):
    """Somebody else made a case's file at the same moment; the next look finds it."""


@dataclass
class CaseFile:
    case: str
    person: str | None
    last_number: int
    jurisdictions: frozenset[str] = frozenset()
    """Where release is expected, and who serves it; none while nobody knows the case."""
    opened: bool = False
    opens_on: date | None = None
    posted: bool = False
    register_changed: bool = False

    def is_due(self, today: date) -> bool:
        """Whether what it receives is brought to the case: nobody need be woken for what waits for years."""
        return self.opened or (self.opens_on is not None and self.opens_on <= today)


CaseFiles = dict[str, CaseFile]


async def persons_locked(connection: Connection, *, shared: bool) -> None:
    """Until the end of the transaction; shared by those who only add cases."""
    await connection.execute(f"select pg_advisory_xact_lock{'_shared' if shared else ''}($1)", _PERSONS)


async def lock_case_files(connection: Connection, cases: set[str]) -> CaseFiles:
    """The files of these cases, made where there are none. Raises ``Overtaken``.

    Locked in the order of the references: two batches that share cases wait for each other, never in a ring.
    """
    rows = await connection.fetch(_LOCKED, sorted(cases))
    if len(rows) < len(cases):
        raise Overtaken(f"of {len(cases)} case files {len(cases) - len(rows)} were made meanwhile")
    return {
        row["case_ref"]: CaseFile(
            row["case_ref"],
            row["person"],
            row["last_number"],
            frozenset(filter(None, (row["jurisdiction"], row["served_by"]))),
            row["opened_at"] is not None,
            row["opens_on"],
        )
        for row in rows
    }


async def write_registers_of(
    connection: Connection, files: Iterable[CaseFile], policy_of: ShippedPolicies
) -> None:
    """What has changed of these cases in the register: from now on their files say when they open."""
    changed = {file.case: file for file in files if file.register_changed}
    if unknown := [case for case, file in changed.items() if not file.jurisdictions]:
        await judge_told_early(connection, unknown)
    if changed:
        for case, opens_on in (await write_registers(connection, list(changed), policy_of)).items():
            changed[case].opens_on = opens_on


async def judge_told_early(connection: Connection, cases: Sequence[str]) -> None:
    """What was told of these cases before they were known, if they are by now."""
    early = [row["case_ref"] for row in await connection.fetch(_TOLD_EARLY, cases)]
    if early:
        known = await registered_of(connection, early)
        of = {case: each.jurisdiction for case, each in known.items() if each.jurisdiction is not None}
        await judge_early(connection, of)


async def write_registers(
    connection: Connection, cases: Sequence[str], policy_of: ShippedPolicies
) -> dict[str, date | None]:
    """What the facts of these cases amount to, and when each opens by it; their files are locked."""
    known = await registered_of(connection, cases)
    opening = {case: policy_of.opening_day(each) for case, each in known.items()}
    columns = [(case, *register_columns(each), opening[case], each.policy) for case, each in known.items()]
    await connection.execute(_WRITE, *map(list, zip(*columns, strict=True)))
    return opening


async def registered_of(connection: Connection, cases: Sequence[str]) -> dict[str, Registered]:
    """What the facts of these cases amount to."""
    held = await held_by(connection, cases, REGISTER_TYPES)
    return {case: registered(facts) for case, facts in held.items()}


def register_columns(known: Registered) -> tuple[object, ...]:
    """As ``REGISTER_COLUMNS`` names them."""
    return (
        known.person,
        known.jurisdiction,
        known.entry,
        known.release_date,
        known.release_kind,
        known.supervision_start,
        known.supervision_end,
    )
