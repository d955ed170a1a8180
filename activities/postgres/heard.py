"""What was heard before of the events of a request: which came already, and which cases have received them."""

from collections.abc import Sequence

from activities.postgres.pool import Connection
from activities.postgres.posting import Holders, Key, NewFact
from domain.agencies.news import DirectoryChange
from domain.case.facts import FactWithdrawn

# Twice, because each of the two partial indexes knows only its own half.
_HOLDERS = """
with withdrawn as (select * from unnest($1::text[], $2::text[]) as event (source, event_id))
select source, event_id, case_ref from inbox join withdrawn using (source, event_id)
 where not passed_on and not again
union all
select source, event_id, case_ref from inbox join withdrawn using (source, event_id)
 where passed_on and not again
"""

# An id is used once, whoever it was about: the directory's history is asked about every event. Of each event by
# itself: a join would read the whole inbox as long as PostgreSQL's statistics say that it is small.
KNOWN = """
select source, event_id from unnest($1::text[], $2::text[]) as told (source, event_id)
 where exists (select from inbox where (inbox.source, inbox.event_id) = (told.source, told.event_id)
                                   and not passed_on and not again offset 0)
    or exists (select from agency_history as heard
                where (heard.source, heard.event_id) = (told.source, told.event_id) offset 0)
"""


async def holders_of_withdrawn(connection: Connection, facts: Sequence[NewFact]) -> Holders:
    """Which cases have received what these facts withdraw: of a false death, all cases of the person."""
    withdrawn = [new.fact for new in facts if isinstance(new.fact, FactWithdrawn)]
    holders: Holders = {}
    if withdrawn:
        rows = await connection.fetch(
            _HOLDERS, [fact.source for fact in withdrawn], [fact.id for fact in withdrawn]
        )
        for row in rows:
            holders.setdefault((row["source"], row["event_id"]), set()).add(row["case_ref"])
    return holders


async def heard_before(connection: Connection, told: Sequence[NewFact | DirectoryChange]) -> set[Key]:
    """Of these events those that came before, about a case or about an agency."""
    keys = [key_of(each) for each in told]
    rows = await connection.fetch(KNOWN, [source for source, _ in keys], [event for _, event in keys])
    return {(row["source"], row["event_id"]) for row in rows}


def key_of(told: NewFact | DirectoryChange) -> Key:
    event = told if isinstance(told, DirectoryChange) else told.inbound
    return event.source, event.id or ""
