"""Which of the facts that somebody tells lie within the jurisdictions that they are bound to."""

from collections.abc import Sequence, Set

from activities.bounds import OutOfBounds
from activities.postgres.case_files import CaseFiles
from activities.postgres.heard import key_of
from activities.postgres.pool import Connection
from activities.postgres.posting import Key, NewFact
from domain.case.facts import CaseTransferred
from domain.custody.facts import ReleaseDateSet

Places = dict[str, set[str]]
"""The jurisdictions of each case: where release is expected, who serves it now, and whom it was ever handed to."""

_HANDED_TO = """
select case_ref, data->>'jurisdiction' as jurisdiction from inbox
 where case_ref = any($1::text[]) and type = $2 and not withdrawn
"""


async def early_ones(
    connection: Connection, told: Sequence[NewFact], known: Set[Key], files: CaseFiles
) -> set[Key]:
    """Those that somebody with bounds tells of a case nobody knows yet. Raises ``OutOfBounds``.

    A fact belongs where its case belongs; the one by which a case becomes known, where it says itself. What came
    before isn't judged again: it is the same event, sent once more.
    """
    if all(new.bounds is None for new in told):
        return set()
    told = [new for new in told if key_of(new) not in known]
    places = await _places(connection, told, files)
    early: set[Key] = set()
    foreign: dict[str, str | None] = {}
    for new in told:
        of_case = places[new.inbound.case]
        stated = {new.fact.jurisdiction} if isinstance(new.fact, ReleaseDateSet) else set()
        if not of_case and not stated:
            early.add(key_of(new))
        elif not new.lies_within(of_case or stated):
            foreign[new.inbound.case] = None if of_case else next(iter(stated))
        of_case |= stated
    if foreign:
        raise OutOfBounds(foreign)
    return early


async def _places(connection: Connection, told: Sequence[NewFact], files: CaseFiles) -> Places:
    places = {new.inbound.case: set(files[new.inbound.case].jurisdictions) for new in told}
    # Whoever has handed a case on still owes it facts. Read only for the few whose case isn't theirs now.
    elsewhere = {new.inbound.case for new in told if not new.lies_within(places[new.inbound.case])}
    elsewhere -= {case for case, of_case in places.items() if not of_case}
    if elsewhere:
        for row in await connection.fetch(_HANDED_TO, sorted(elsewhere), CaseTransferred.TYPE):
            places[row["case_ref"]].add(row["jurisdiction"])
    return places
