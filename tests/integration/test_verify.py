"""``throughcare verify`` on a real PostgreSQL: green as written, red with its place once somebody has been at it."""

import asyncio
import json
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from activities.ledger import Load
from activities.postgres.ledger import PostgresLedger
from tests.conftest import Database
from tests.integration.recording import HANDOVER, STREAM, batch, envelope, events_of, make_case, met, rewound
from workers.cli import app
from workers.dev.endpoints import Endpoints

OTHER = "C-2"


@pytest.fixture(autouse=True)
async def recorded(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cases: one with two streams, one of which nothing has been recorded yet."""
    ledger = PostgresLedger(database.pool)
    for case in ("C-1", OTHER):
        await make_case(database.pool, case)
    await ledger.append(batch(*events_of(HANDOVER, 1, 3)))
    await ledger.append(batch(*events_of(STREAM, 1, 2)))
    monkeypatch.setenv("THROUGHCARE_DATABASE", database.app_dsn)


async def verify(*arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, app, ["verify", *arguments])


async def tamper(database: Database, statement: str) -> None:
    owner = await asyncpg.connect(database.owner_dsn)
    await owner.execute(f"alter table ledger disable trigger user; {statement}")
    await owner.close()


async def test_what_nobody_has_touched_is_green() -> None:
    answer = await verify()
    assert answer.exit_code == 0
    assert answer.stdout.splitlines() == [
        "C-1: 5 events, 2 streams: green",
        "C-2: 0 events, 0 streams: green",
        "2 verified: all green",
    ]


async def test_a_changed_event_is_red_and_its_position_is_named(database: Database) -> None:
    await tamper(
        database,
        "update ledger set record = replace(convert_from(record, 'UTF8'), 'north', 'south')::bytea"
        " where position = 4",
    )
    answer = await verify()
    assert answer.exit_code == 1
    assert "C-1: 5 events, 2 streams: RED" in answer.stdout
    assert "  position 4: hash: the hash isn't that of the record" in answer.stdout
    assert answer.stdout.endswith("2 verified: 1 RED\n")


async def test_a_missing_tail_is_red_and_the_case_beside_it_stays_green(database: Database) -> None:
    await tamper(database, "delete from ledger where position = 5")
    answer = await verify("C-1")
    assert answer.exit_code == 1
    assert "the ledger ends at position 4, the case's head is at 5" in answer.stdout
    assert (await verify(OTHER)).exit_code == 0


async def test_a_rewind_is_named_and_is_no_fault(database: Database) -> None:
    await PostgresLedger(database.pool).append(batch(envelope(4, rewound(1, 3)), envelope(5, met(1))))
    answer = await verify("C-1")
    assert answer.exit_code == 0
    assert f"  {HANDOVER}: rewound at version 4: 2 to 3 no longer count" in answer.stdout


OLDER_FORM = """
update stream set fold = 'earlier', state = state - 'given_up', seal = seal_of(head_hash, 'earlier', state - 'given_up')
 where stream = 'case/C-1'
"""
"""As a version has stored it that didn't know the field yet."""
TAMPERED = """update stream set state = jsonb_set(state, '{held}', 'true') where stream = 'case/C-1'"""


async def test_a_state_of_an_earlier_version_is_no_fault_and_green_once_it_is_rebuilt(
    database: Database,
) -> None:
    await database.pool.execute(OLDER_FORM)
    answer = await verify()
    assert answer.exit_code == 0
    assert answer.stdout.splitlines() == [
        "C-1: 5 events, 2 streams: green",
        f"  {STREAM}: stored by an earlier version: rebuild",
        "C-2: 0 events, 0 streams: green",
        "2 verified: all green",
        "1 with states of an earlier version: throughcare verify --rebuild",
    ]
    (report,) = json.loads((await verify("C-1", "--json")).stdout)
    assert (report["green"], report["outdated"]) == (True, [STREAM])
    for arguments in (["--rebuild"], []):
        again = await verify(*arguments)
        assert (again.exit_code, "earlier version" in again.stdout) == (0, False)
        assert again.stdout.endswith("2 verified: all green\n")


async def test_what_is_appended_to_a_state_of_an_earlier_version_leaves_one_of_today(
    database: Database,
) -> None:
    await database.pool.execute(OLDER_FORM)
    loaded = await PostgresLedger(database.pool).load(Load(case="C-1", stream=STREAM))
    assert loaded.state is not None
    assert "given_up" in loaded.state
    await PostgresLedger(database.pool).append(batch(envelope(3, stream=STREAM)))
    answer = await verify("C-1")
    assert answer.stdout.splitlines()[0] == "C-1: 6 events, 2 streams: green"
    assert "earlier version" not in answer.stdout


@pytest.mark.parametrize(
    "tampering", [(TAMPERED,), (OLDER_FORM, TAMPERED)], ids=["of today", "of an earlier version"]
)
async def test_a_state_that_somebody_has_changed_is_red_and_no_rebuild_hides_it(
    database: Database, tampering: tuple[str, ...]
) -> None:
    for statement in tampering:
        await database.pool.execute(statement)
    for arguments in ([], ["--rebuild"], []):
        answer = await verify("C-1", *arguments)
        assert answer.exit_code == 1
        assert f"  {STREAM}: state: the stored state isn't the fold of its events" in answer.stdout


async def test_a_state_that_is_passed_off_as_one_of_an_earlier_version_is_red(database: Database) -> None:
    await database.pool.execute(TAMPERED)
    await database.pool.execute("update stream set fold = 'earlier'")
    assert (await verify("C-1")).exit_code == 1


@pytest.mark.parametrize(
    ("statement", "where", "column"),
    [
        ("update case_file set phase = 'closed' where case_ref = 'C-1'", "case file C-1", "phase"),
        ("update case_file set manager = 'police:north' where case_ref = 'C-2'", "case file C-2", "manager"),
        ("update case_file set served_by = 'eu-south'", "case file C-1", "served_by"),
        ("update stream set next_due = null where kind <> 'case'", HANDOVER, "next_due"),
    ],
)
async def test_a_changed_column_that_cases_are_listed_by_is_red(
    database: Database, statement: str, where: str, column: str
) -> None:
    await database.pool.execute(statement)
    answer = await verify()
    assert answer.exit_code == 1
    assert f"  {where}: projection: {column} isn't what its events come to" in answer.stdout


async def test_machines_get_the_same_findings_as_one_document(database: Database) -> None:
    await tamper(database, "update ledger set actor = 'police:south' where position = 2")
    answer = await verify("C-1", OTHER, "--json")
    assert answer.exit_code == 1
    first, second = json.loads(answer.stdout)
    assert (first["case"], first["green"], second["green"]) == ("C-1", False, True)
    assert [(fault["kind"], fault["where"]) for fault in first["faults"]] == [("column", "position 2")]


async def test_an_unknown_reference_is_an_error_and_no_finding() -> None:
    answer = await verify("C-404")
    assert answer.exit_code == 2
    assert "error: there is no case file 'C-404'" in answer.stderr


async def test_the_database_of_a_running_stack_is_found_in_its_folder(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("THROUGHCARE_DATABASE")
    at = Endpoints(gateway="", ui="", temporal="", database=database.app_dsn, token="")
    at.publish(tmp_path)
    answer = await verify("C-1", "--data", str(tmp_path))
    assert answer.exit_code == 0


async def test_without_a_database_it_says_what_is_missing(tmp_path: Path) -> None:
    answer = await verify("--data", str(tmp_path))
    assert answer.exit_code == 2
    assert "no stack runs on" in answer.stderr


async def test_a_database_that_is_away_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHCARE_DATABASE", "postgresql://nobody:secret@127.0.0.1:1/nothing")
    answer = await verify()
    assert answer.exit_code == 2
    assert "PostgreSQL can't be reached" in answer.stderr
    assert "secret" not in answer.output
