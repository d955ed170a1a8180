"""The ledger on a real PostgreSQL: it only grows, knows what it has, and shows whatever was done to it."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from activities.errors import StoreUnavailable
from activities.ledger import Appended, Load
from activities.postgres.errors import StreamBehind, UnknownCase
from activities.postgres.history import events, rebuild
from activities.postgres.ledger import PostgresLedger
from activities.postgres.pool import open_pool
from activities.postgres.verify import verify, verify_all
from domain.addresses import procedure_id
from domain.streams import fold_all
from tests.conftest import Database
from tests.integration.recording import (
    CASE,
    HANDOVER,
    STREAM,
    batch,
    envelope,
    events_of,
    make_case,
    met,
    rewound,
)


@pytest.fixture
async def ledger(database: Database) -> PostgresLedger:
    await make_case(database.pool)
    return PostgresLedger(database.pool)


async def test_what_was_appended_is_loaded_as_its_fold(ledger: PostgresLedger) -> None:
    recorded = [*events_of(HANDOVER, 1, 3), envelope(4, met(2))]
    assert await ledger.append(batch(*recorded)) == Appended(version=4)
    loaded = await ledger.load(Load(case=CASE, stream=HANDOVER))
    assert loaded.version == 4
    assert loaded.state == fold_all(HANDOVER, recorded).model_dump(mode="json")


async def test_a_stream_that_was_never_written_is_at_version_zero(ledger: PostgresLedger) -> None:
    loaded = await ledger.load(Load(case=CASE, stream=HANDOVER))
    assert (loaded.version, loaded.state) == (0, None)


async def test_an_append_sent_twice_is_stored_once(ledger: PostgresLedger, database: Database) -> None:
    sent = batch(*events_of(HANDOVER, 1, 5))
    assert await ledger.append(sent) == await ledger.append(sent) == Appended(version=5)
    assert len(await events(database.pool, CASE)) == 5


async def test_an_old_append_sent_again_answers_as_it_did_then(ledger: PostgresLedger) -> None:
    first = batch(*events_of(HANDOVER, 1, 2))
    await ledger.append(first)
    await ledger.append(batch(*events_of(HANDOVER, 3, 4)))
    assert await ledger.append(first) == Appended(version=2)


async def test_of_a_batch_whose_beginning_is_stored_only_the_rest_is_added(
    ledger: PostgresLedger, database: Database
) -> None:
    recorded = events_of(HANDOVER, 1, 5)
    await ledger.append(batch(*recorded[:2]))
    assert await ledger.append(batch(*recorded)) == Appended(version=5)
    assert [event["id"] for event in await events(database.pool, CASE)] == [str(each.id) for each in recorded]


async def test_other_events_at_known_versions_are_a_conflict_and_store_nothing(
    ledger: PostgresLedger, database: Database
) -> None:
    recorded = events_of(HANDOVER, 1, 4)
    await ledger.append(batch(*recorded))
    again = batch(*recorded[:2], *events_of(HANDOVER, 3, 6))
    assert await ledger.append(again) == Appended(version=4, conflict=True)
    assert len(await events(database.pool, CASE)) == 4


async def test_what_another_life_says_under_the_ids_of_the_one_before_is_a_conflict(
    ledger: PostgresLedger, database: Database
) -> None:
    """After an operator's reset the random numbers may come once more before new ones are drawn."""
    recorded = events_of(HANDOVER, 1, 4)
    await ledger.append(batch(*recorded))
    later = [
        each.model_copy(update={"recorded_at": each.recorded_at + timedelta(days=1)}) for each in recorded[1:]
    ]
    assert await ledger.append(batch(*later)) == Appended(version=4, conflict=True)
    assert len(await events(database.pool, CASE)) == 4


async def test_after_a_rewind_the_fold_leaves_out_what_was_superseded(
    ledger: PostgresLedger, database: Database
) -> None:
    kept = events_of(HANDOVER, 1, 4)
    await ledger.append(batch(*kept))
    after = [envelope(5, rewound(2, 4)), envelope(6, met(1))]
    assert await ledger.append(batch(*after)) == Appended(version=6)
    loaded = await ledger.load(Load(case=CASE, stream=HANDOVER))
    assert loaded.state is not None
    assert set(loaded.state["obligations"]) == {"supply-item:1", "supply-item:2"}
    report = await verify(database.pool, CASE)
    assert report.green
    assert [(rewind.stream, rewind.discarded) for rewind in report.rewinds] == [(HANDOVER, (3, 4))]


async def test_a_case_without_a_file_is_refused_by_name(database: Database) -> None:
    with pytest.raises(UnknownCase, match="C-1"):
        await PostgresLedger(database.pool).append(batch(envelope(1)))


async def test_a_workflow_ahead_of_its_stream_is_told_so(ledger: PostgresLedger) -> None:
    with pytest.raises(StreamBehind, match="at version 0, but its workflow is at 4"):
        await ledger.append(batch(envelope(5)))


async def test_events_that_do_not_follow_each_other_are_refused(ledger: PostgresLedger) -> None:
    with pytest.raises(ValueError, match="don't follow"):
        await ledger.append(batch(envelope(1), envelope(3)))


async def test_streams_of_a_case_written_at_once_share_one_chain_without_holes(
    ledger: PostgresLedger, database: Database
) -> None:
    other = PostgresLedger(database.pool)

    async def write(ledger: PostgresLedger, stream: str) -> None:
        for version in range(1, 21, 2):
            await ledger.append(batch(*events_of(stream, version, version + 1)))

    async def watch(writing: "asyncio.Future[list[None]]") -> None:
        while not writing.done():
            seen = [event["position"] for event in await events(database.pool, CASE)]
            assert seen == list(range(1, len(seen) + 1)), "a position was committed before one below it"

    streams = [STREAM, *(procedure_id(CASE, "handover", n) for n in range(1, 6))]
    writing = asyncio.gather(*(write((ledger, other)[n % 2], stream) for n, stream in enumerate(streams)))
    await asyncio.gather(writing, watch(writing))
    report = await verify(database.pool, CASE)
    assert (report.faults, report.events) == ((), 120)


async def test_two_writers_of_one_stream_never_both_win(ledger: PostgresLedger, database: Database) -> None:
    writers = [PostgresLedger(database.pool) for _ in range(6)]
    answers = await asyncio.gather(*(writer.append(batch(envelope(1))) for writer in writers))
    assert sorted(answer.conflict for answer in answers) == [False, True, True, True, True, True]
    assert (await ledger.append(batch(envelope(2)))).version == 2
    assert (await verify(database.pool, CASE)).green


async def test_the_history_has_the_fields_of_the_contract(ledger: PostgresLedger, database: Database) -> None:
    await ledger.append(batch(envelope(1)))
    (event,) = await events(database.pool, CASE)
    fields = "id stream version position type occurred_at recorded_at actor cause policy data hash"
    assert list(event) == fields.split()
    assert event["occurred_at"] == "2026-09-01T12:00:00Z"
    assert len(event["hash"]) == 64


@pytest.mark.parametrize(
    "statement", ["update ledger set actor = 'x'", "delete from ledger", "truncate ledger"]
)
async def test_neither_the_processes_nor_the_owner_can_change_the_ledger(
    ledger: PostgresLedger, database: Database, statement: str
) -> None:
    await ledger.append(batch(envelope(1)))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.pool.execute(statement)
    owner = await asyncpg.connect(database.owner_dsn)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only grows"):
        await owner.execute(statement)
    await owner.close()


@pytest.mark.parametrize(
    ("tampering", "kinds"),
    [
        ("update ledger set record = replace(convert_from(record, 'UTF8'), 'north', 'south')::bytea"
         " where position = 2", {"hash", "column"}),
        ("update ledger set record = 'x' where position = 2", {"hash", "record"}),
        ("update ledger set actor = 'police:north' where position = 3", {"column"}),
        ("update ledger set data = '{}' where position = 3", {"column"}),
        ("delete from ledger where position = 6", {"head", "stream", "state"}),
        ("delete from ledger where position = 2", {"position", "version", "state"}),
        (f"delete from ledger where stream = '{STREAM}'", {"head", "stream"}),
        ("update case_file set last_position = 4", {"head"}),
        ("update case_file set head_hash = '\\x00'", {"head"}),
        (f"update stream set state = '{{}}' where stream = '{HANDOVER}'", {"state"}),
        (f"update stream set version = 9 where stream = '{HANDOVER}'", {"stream"}),
    ],
)  # fmt: skip
async def test_whatever_an_owner_does_to_the_ledger_is_found(
    ledger: PostgresLedger, database: Database, tampering: str, kinds: set[str]
) -> None:
    await ledger.append(batch(*events_of(HANDOVER, 1, 3)))
    await ledger.append(batch(*events_of(STREAM, 1, 3)))
    assert (await verify(database.pool, CASE)).green
    owner = await asyncpg.connect(database.owner_dsn)
    await owner.execute(f"alter table ledger disable trigger user; {tampering}")
    await owner.close()
    (report,) = [each async for each in verify_all(database.pool)]
    assert {fault.kind for fault in report.faults} == kinds


async def test_a_lost_state_is_rebuilt_from_the_ledger(ledger: PostgresLedger, database: Database) -> None:
    await ledger.append(batch(*events_of(STREAM, 1, 3)))
    await ledger.append(batch(*events_of(HANDOVER, 1, 3)))
    await database.pool.execute("update stream set state = '{}', next_due = null")
    assert await rebuild(database.pool, CASE) == 2
    assert (await verify(database.pool, CASE)).green
    assert await database.pool.fetchval("select count(next_due) from stream") == 2


async def test_a_store_that_is_away_is_told_apart_from_a_fault() -> None:
    pool = await open_pool("postgresql://nobody:secret@127.0.0.1:1/nothing")
    with pytest.raises(StoreUnavailable) as raised:
        await PostgresLedger(pool).append(batch(envelope(1)))
    assert "secret" not in str(raised.value)
    pool.terminate()
