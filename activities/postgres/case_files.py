"""Case files while facts are being stored: locked, counted on, and written back with the register's fold."""

from collections.abc import Iterable
from dataclasses import dataclass

from activities.policies import ShippedPolicies
from activities.postgres.pool import Connection
from domain.facts import parse_fact
from domain.register import REGISTER_TYPES, KeptFact, Registered, registered

_PERSONS = 0x7C_0002


@dataclass
class CaseFile:
    case: str
    person: str | None
    last_number: int
    jurisdictions: frozenset[str] = frozenset()
    """Where release is expected, and who serves it; none while nobody knows the case."""
    posted: bool = False
    register_changed: bool = False


CaseFiles = dict[str, CaseFile]


async def persons_locked(connection: Connection, *, shared: bool) -> None:
    """Until the end of the transaction; shared by those who only add cases."""
    await connection.execute(f"select pg_advisory_xact_lock{'_shared' if shared else ''}($1)", _PERSONS)


async def lock_case_files(connection: Connection, cases: set[str]) -> CaseFiles:
    """The files of these cases, made where there are none.

    Locked in the order of the references: two batches that share cases wait for each other, never in a ring.
    """
    await connection.execute(
        """insert into case_file (case_ref) select case_ref from unnest($1::text[]) as given (case_ref)
            order by case_ref on conflict do nothing""",
        sorted(cases),
    )
    rows = await connection.fetch(
        """select case_ref, person, last_number, jurisdiction, served_by from case_file
             where case_ref = any($1::text[])
            order by case_ref for update""",
        sorted(cases),
    )
    return {
        row["case_ref"]: CaseFile(
            row["case_ref"],
            row["person"],
            row["last_number"],
            frozenset(filter(None, (row["jurisdiction"], row["served_by"]))),
        )
        for row in rows
    }


async def write_back(connection: Connection, files: Iterable[CaseFile], policy_of: ShippedPolicies) -> None:
    files = list(files)
    await connection.execute(
        """update case_file set last_number = given.last_number
             from unnest($1::text[], $2::int[]) as given (case_ref, last_number)
            where case_file.case_ref = given.case_ref""",
        [file.case for file in files],
        [file.last_number for file in files],
    )
    for file in files:
        if file.register_changed:
            if not file.jurisdictions:
                await _withhold_foreign(connection, file.case)
            await write_register(connection, file.case, policy_of)


async def _withhold_foreign(connection: Connection, case: str) -> None:
    """What was told before the case was known, by somebody bound to other jurisdictions than it turns out to be of.

    It keeps its number, and is delivered without data.
    """
    known = registered(await _register_facts(connection, case))
    if known.jurisdiction is None:
        return
    await connection.execute(
        """update inbox set withdrawn = true
            where case_ref = $1 and delivered_at is null and $2 <> all(told_within)""",
        case,
        known.jurisdiction,
    )


async def write_register(connection: Connection, case: str, policy_of: ShippedPolicies) -> None:
    """What the facts of the case amount to; its file is locked."""
    known = registered(await _register_facts(connection, case))
    await connection.execute(
        """update case_file
              set person = $2, jurisdiction = $3, entry = $4, release_date = $5, release_kind = $6,
                  supervision_start = $7, supervision_end = $8, opens_on = $9,
                  policy = case when opened_at is null then $10 else policy end
            where case_ref = $1""",
        case,
        *_columns(known),
        policy_of.opening_day(known),
        known.policy,
    )


def _columns(known: Registered) -> tuple[object, ...]:
    return (
        known.person,
        known.jurisdiction,
        known.entry,
        known.release_date,
        known.release_kind,
        known.supervision_start,
        known.supervision_end,
    )


async def _register_facts(connection: Connection, case: str) -> list[KeptFact]:
    rows = await connection.fetch(
        """select number, source, event_id, occurred_at, received_at, type, data from inbox
            where case_ref = $1 and type = any($2::text[]) and not withdrawn order by number""",
        case,
        list(REGISTER_TYPES),
    )
    return [
        KeptFact(
            row["number"],
            row["source"],
            row["event_id"],
            row["occurred_at"],
            row["received_at"],
            parse_fact(row["type"], row["data"]),
        )
        for row in rows
    ]
