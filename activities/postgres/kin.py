"""The cases that a person has by all their references, and what those hold about the person."""

from collections.abc import Collection, Iterable, Sequence

from pydantic import ValidationError

from activities.postgres.pool import Connection
from domain.facts import parse_fact
from domain.person.facts import PersonsMerged, PersonsUnmerged
from domain.person.kinship import KIN_TYPES
from domain.register import KeptFact

_BY_CASE = "select person from case_file where case_ref = any($1::text[]) and person is not null"
_BY_PERSON = "select case_ref, person from case_file where person = any($1::text[])"
# The type and the field stand here as the indexes have them: a parameter would use none.
_COMPARED = """
select case_ref, data->>'from' as record, data->>'into' as into_record from inbox
 where type = '{type}' and data->>'{field}' = any($1::text[])
"""
_BY_COMPARISON = "union".join(
    _COMPARED.format(type=kind.TYPE, field=field)
    for kind in (PersonsMerged, PersonsUnmerged)
    for field in ("from", "into")
)
"""Also by what parts two records: it may be heard before the case of one of them is known."""
_HELD = """
select case_ref, number, source, event_id, occurred_at, received_at, type, data from inbox
 where case_ref = any($1::text[]) and type = any($2::text[]) and not withdrawn order by case_ref, number
"""


async def kin(connection: Connection, persons: Iterable[str], cases: Collection[str]) -> set[str]:
    """The cases of these persons and of the persons of ``cases``, by whichever references were ever compared."""
    found: set[str] = set()
    of_cases = await connection.fetch(_BY_CASE, sorted(cases)) if cases else ()
    known, news = set[str](), {*persons, *(row["person"] for row in of_cases)}
    while news:
        known |= news
        by_person = await connection.fetch(_BY_PERSON, sorted(news))
        by_comparison = await connection.fetch(_BY_COMPARISON, sorted(news))
        found |= {row["case_ref"] for row in (*by_person, *by_comparison)}
        compared = {row[name] for row in by_comparison for name in ("record", "into_record")}
        news = compared - known
    return found


async def held_by(
    connection: Connection, cases: Iterable[str], types: Sequence[str] = KIN_TYPES
) -> dict[str, list[KeptFact]]:
    """By case, in the order of their numbers; without what this version can't read: the relay sees to that."""
    held: dict[str, list[KeptFact]] = {case: [] for case in sorted(cases)}
    for row in await connection.fetch(_HELD, list(held), list(types)) if held else ():
        try:
            fact = parse_fact(row["type"], row["data"])
        except ValidationError:
            continue
        kept = KeptFact(
            row["number"], row["source"], row["event_id"], row["occurred_at"], row["received_at"], fact
        )
        held[row["case_ref"]].append(kept)
    return held
