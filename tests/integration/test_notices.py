"""The outbox on a real PostgreSQL: with its events or not at all, each notice once, and none is ever removed."""

import asyncpg
import icalendar
import pytest

from activities.postgres.history import rebuild
from activities.postgres.ledger import PostgresLedger
from activities.postgres.notices import StoredNotice, stored_notices
from domain.events import Envelope
from domain.network.events import MemberInvited
from domain.obligations.obligation import ObligationReminded
from tests.conftest import Database
from tests.integration.recording import (
    CASE,
    HANDOVER,
    NOON,
    STREAM,
    batch,
    envelope,
    make_case,
    raised,
    rewound,
)
from tests.unit.test_calendar_files import CALLED, CANCELLED, POLICE, PRISON, SOCIAL
from workers.gateway.reading import PostgresReader


@pytest.fixture
async def ledger(database: Database) -> PostgresLedger:
    await make_case(database.pool)
    return PostgresLedger(database.pool)


async def told(database: Database) -> list[StoredNotice]:
    stored = await stored_notices(database.pool, CASE)
    assert stored is not None
    return list(stored)


def reminded(version: int) -> Envelope:
    return envelope(version, ObligationReminded(obligation="supply-item:1", to=POLICE))


async def test_what_members_are_told_is_there_with_the_events_it_follows_from(
    ledger: PostgresLedger, database: Database
) -> None:
    await ledger.append(batch(envelope(1), reminded(2), envelope(3, raised(3))))
    (notice,) = await told(database)
    assert (notice.notice.kind, notice.notice.to) == ("reminder", POLICE)
    assert (notice.position, notice.recorded.version, notice.sent_at) == (2, 2, None)


async def test_one_append_puts_out_all_its_notices_each_receiver_its_own(
    ledger: PostgresLedger, database: Database
) -> None:
    called, cancelled = envelope(1, CALLED, STREAM), envelope(2, CANCELLED, STREAM)
    await ledger.append(batch(called, cancelled))
    assert [(each.position, each.notice.kind, each.notice.to) for each in await told(database)] == [
        (1, "meeting-called", POLICE),
        (1, "meeting-cancelled", PRISON),
        (2, "meeting-cancelled", POLICE),
        (2, "meeting-cancelled", SOCIAL),
    ]


async def test_an_append_sent_twice_tells_nobody_twice(ledger: PostgresLedger, database: Database) -> None:
    sent = batch(envelope(1), reminded(2))
    await ledger.append(sent)
    await ledger.append(sent)
    await ledger.append(batch(*sent.events, reminded(3)))
    assert [each.position for each in await told(database)] == [2, 3]


async def test_an_append_that_fails_tells_nobody(ledger: PostgresLedger, database: Database) -> None:
    await ledger.append(batch(envelope(1)))
    taken = envelope(1, stream=STREAM)
    await ledger.append(batch(taken))
    clashing = envelope(3, event_id=taken.id)
    with pytest.raises(asyncpg.UniqueViolationError):
        await ledger.append(batch(reminded(2), clashing))
    assert await told(database) == []


async def test_no_events_without_their_notices(ledger: PostgresLedger, database: Database) -> None:
    await ledger.append(batch(envelope(1)))
    owner = await asyncpg.connect(database.owner_dsn)
    await owner.execute("alter table notice add constraint full_up check (false)")
    with pytest.raises(asyncpg.CheckViolationError):
        await ledger.append(batch(reminded(2)))
    assert await owner.fetchval("select count(*) from ledger") == 1
    await owner.execute("alter table notice drop constraint full_up")
    await owner.close()
    await ledger.append(batch(reminded(2)))
    assert len(await told(database)) == 1


async def test_what_was_told_in_a_life_that_was_rewound_stays_told(
    ledger: PostgresLedger, database: Database
) -> None:
    await ledger.append(batch(envelope(1), reminded(2)))
    await ledger.append(batch(envelope(3, rewound(1, 2)), reminded(4)))
    assert [each.recorded.version for each in await told(database)] == [2, 4]


async def test_notices_worked_out_again_from_the_ledger_dont_go_out_by_themselves_and_what_was_sent_stays_sent(
    ledger: PostgresLedger, database: Database
) -> None:
    await ledger.append(batch(envelope(1), reminded(2)))
    await ledger.append(batch(envelope(1, MemberInvited(member=POLICE), STREAM)))
    await database.pool.execute("update notice set sent_at = $1 where position = 2", NOON)
    before = await told(database)
    owner = await asyncpg.connect(database.owner_dsn)
    await owner.execute("delete from notice where position = 3")
    await owner.close()
    await rebuild(database.pool, CASE)
    assert await told(database) == [before[0], before[1]._replace(undeliverable="not-recent")]
    assert [each.sent_at for each in before] == [NOON, None]


@pytest.mark.parametrize(
    "statement", ["delete from notice", "truncate notice", "update notice set subject = 'x'"]
)
async def test_the_processes_may_add_and_mark_but_neither_change_nor_remove(
    ledger: PostgresLedger, database: Database, statement: str
) -> None:
    await ledger.append(batch(envelope(1), reminded(2)))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.pool.execute(statement)


async def test_a_case_that_nobody_has_opened_has_told_nobody_anything(database: Database) -> None:
    assert await stored_notices(database.pool, CASE) is None
    await make_case(database.pool)
    assert await stored_notices(database.pool, CASE) is None


async def test_a_case_that_told_nobody_anything_says_so(ledger: PostgresLedger, database: Database) -> None:
    await ledger.append(batch(envelope(1, stream=HANDOVER)))
    assert await told(database) == []


@pytest.mark.proves("R45")
async def test_a_call_to_a_meeting_is_read_with_its_calendar_file(
    ledger: PostgresLedger, database: Database
) -> None:
    await ledger.append(batch(envelope(1, CALLED, STREAM)))
    await ledger.append(batch(envelope(1), reminded(2)))
    told = await PostgresReader(database.pool, lambda: NOON).notices(CASE)
    assert told is not None
    assert [(each["kind"], each["calendar"] is not None) for each in told] == [
        ("meeting-called", True),
        ("meeting-cancelled", True),
        ("reminder", False),
    ]
    methods = [icalendar.Calendar.from_ical(each["calendar"])["METHOD"] for each in told[:2]]
    assert methods == ["REQUEST", "CANCEL"]
