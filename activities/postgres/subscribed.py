"""Which systems are told of an event: decided, and written down, in the transaction that records it."""

from collections.abc import Iterable

from activities.postgres.pool import Connection
from domain.events import Envelope
from domain.patterns import event_name, patterns_of
from domain.subscriptions.told import is_told

_PUT_OUT = """
insert into subscribed_event (subscription, case_ref, position)
select subscription.name, case_file.case_ref, told.position
  from case_file
       cross join unnest($2::int[], $3::text[], $4::text[], $5::text[]) as told (position, one, word, every)
       join subscription
         on removed_at is null and events && array[told.one, told.word, told.every]
            and (jurisdictions is null or array[case_file.served_by, $6] && jurisdictions)
 where case_file.case_ref = $1
"""


async def put_out_to_systems(
    connection: Connection, case: str, recorded: Iterable[tuple[int, Envelope]], served_by: str | None
) -> None:
    """To those of the jurisdiction that has served the case so far, and that serves it from now on (``served_by``).

    So, of a case that moves, the one that it leaves is told that it goes, the other that it comes.
    """
    told = [
        (position, *patterns_of(event_name(event.type))) for position, event in recorded if is_told(event)
    ]
    if told:
        await connection.execute(_PUT_OUT, case, *map(list, zip(*told, strict=True)), served_by)
